namespace LlmProxy.Guards.Injection.Training;

/// <summary>How the model is trained. The values are those that did best in cross-validation over three divisions.</summary>
internal sealed record TrainingOptions
{
    /// <summary>Two to this power of weights.</summary>
    public int Bits { get; init; } = 18;

    /// <summary>The weight of a text of the project's own beside one of the data.</summary>
    public double OwnWeight { get; init; } = 0.4;

    /// <summary>How strongly weights are drawn to zero.</summary>
    public double Decay { get; init; } = 0.01;

    /// <summary>The first step of the descent; it falls to a tenth.</summary>
    public double Rate { get; init; } = 0.08;

    /// <summary>How often each window is seen in a round.</summary>
    public int Epochs { get; init; } = 25;

    /// <summary>How often windows are chosen anew.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>How many windows of an attack are taken for the attack itself.</summary>
    public int AttackWindows { get; init; } = 2;

    /// <summary>How many windows of a harmless text are learnt from.</summary>
    public int BenignWindows { get; init; } = 6;

    /// <summary>A feature in fewer texts is left out.</summary>
    public int FewestTexts { get; init; } = 2;
}
