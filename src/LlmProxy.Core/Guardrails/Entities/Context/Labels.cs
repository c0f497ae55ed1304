namespace LlmProxy.Core.Guardrails.Entities.Context;

/// <summary>What the words before a value can say it is.</summary>
[Flags]
internal enum Labels
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A telephone or fax number.</summary>
    Phone = 1 << 0,

    /// <summary>A payment card.</summary>
    Card = 1 << 1,

    /// <summary>Social security in the United States.</summary>
    Ssn = 1 << 2,

    /// <summary>A national number of some country: identity, tax, social insurance.</summary>
    National = 1 << 3,

    /// <summary>A patient, an insured person, a provider of care.</summary>
    Health = 1 << 4,

    /// <summary>A passport.</summary>
    Passport = 1 << 5,

    /// <summary>A driving licence.</summary>
    License = 1 << 6,

    /// <summary>A birth.</summary>
    Birth = 1 << 7,

    /// <summary>A bank account.</summary>
    Account = 1 << 8,

    /// <summary>An address in a network.</summary>
    Network = 1 << 9,

    /// <summary>A wallet.</summary>
    Wallet = 1 << 10,

    /// <summary>A number of identity whose form is that of any number: the word names nothing else.</summary>
    Identity = 1 << 12,

    /// <summary>A patient's or an insured person's number, whose form is that of any number.</summary>
    Record = 1 << 13,

    /// <summary>Something else that is numbered: an order, a parcel, a version, a time, a paragraph.</summary>
    Thing = 1 << 11,
}
