namespace LlmProxy.Core.Guardrails.Entities.Context;

/// <summary>What beside its own form a value needs to count, by how many other values share the form.</summary>
internal enum Evidence
{
    /// <summary>Nothing: the form or the check is one that chance does not meet.</summary>
    Form,

    /// <summary>No label close by may say that it is something else.</summary>
    NoOtherLabel,

    /// <summary>Its label stands before it, or it is all that the text has but for a few words before it.</summary>
    LabelOrAlone,

    /// <summary>Its label stands before it.</summary>
    Label,
}
