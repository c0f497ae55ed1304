namespace LlmProxy.Core.Guardrails.Entities;

/// <summary>What a piece of text was found to be. Its public name is in <see cref="EntityNames"/>.</summary>
public enum EntityType
{
    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A telephone, mobile or fax number.</summary>
    Phone,

    /// <summary>The number of a payment card.</summary>
    CreditCard,

    /// <summary>An international bank account number.</summary>
    Iban,

    /// <summary>An IPv4 or IPv6 address.</summary>
    IpAddress,

    /// <summary>A United States social security number.</summary>
    UsSsn,

    /// <summary>A number by which a state knows a person: of identity, tax or social insurance.</summary>
    NationalId,

    /// <summary>The number of a passport, or the lines that a machine reads in one.</summary>
    Passport,

    /// <summary>The number of a driving licence.</summary>
    DriverLicense,

    /// <summary>A date, where the text says that somebody was born on it.</summary>
    DateOfBirth,

    /// <summary>The number of a patient, an insured person or a provider of health care.</summary>
    MedicalId,

    /// <summary>The address of a wallet.</summary>
    Crypto,

    /// <summary>A key or token of some service.</summary>
    ApiKey,

    /// <summary>A key of Amazon Web Services: its identifier or its secret half.</summary>
    AwsKey,

    /// <summary>A JSON Web Token.</summary>
    Jwt,

    /// <summary>A private key in PEM form.</summary>
    PrivateKey,

    /// <summary>A password that stands beside the word for it.</summary>
    Password,

    /// <summary>A URL with user and password in it.</summary>
    UrlWithCredentials,

    /// <summary>A name of a person, by the words around it. Off by default.</summary>
    Person,

    /// <summary>SQL that destroys data.</summary>
    UnsafeSql,

    /// <summary>A shell command that destroys data, or runs what it has just fetched.</summary>
    UnsafeShell,

    /// <summary>Code that runs text as code.</summary>
    UnsafeEval,
}
