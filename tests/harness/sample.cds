// The tables of the contract of all ends, as a service of SAP CAP.
@path: '/odata/v4/sample'
service Sample {
  entity Kinds {
    key company  : String(8);
    key code     : String(60);
        name     : String(5000);
        amount   : Decimal(20, 6);
        whole    : Integer64;
        ratio    : Double;
        flag     : Boolean;
        day      : Date;
        moment   : Timestamp;
        clock    : Time;
        ident    : UUID;
        changed  : Timestamp @cds.on.insert: $now  @cds.on.update: $now;
  }

  entity Parents {
    key ID      : UUID;
        code    : String(20) not null;
        company : String(8);
        short   : String(5);
        changed : Timestamp @odata.etag  @cds.on.insert: $now  @cds.on.update: $now;
  }

  entity Children {
    key ID      : UUID;
        number  : String(20);
        parent  : Association to Parents;
        changed : Timestamp @cds.on.insert: $now  @cds.on.update: $now;
  }
}
