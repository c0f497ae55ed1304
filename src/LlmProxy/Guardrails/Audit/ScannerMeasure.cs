namespace LlmProxy.Guardrails.Audit;

/// <summary>What is measured of a text while a guard looks at it.</summary>
internal enum ScannerMeasure
{
    /// <summary>Nothing: whoever has the whole text measures it.</summary>
    None,

    /// <summary>Where findings stand; the text says again what was counted before.</summary>
    Places,

    /// <summary>Where findings stand, and how long the text is.</summary>
    All,
}
