using LlmProxy.Core.Guardrails.Injection;
using LlmProxy.Guards.Injection.Training;

namespace LlmProxy.Guards.Injection;

/// <summary>The verb <c>injection train</c>: makes the file of weights.</summary>
internal static class InjectionTrain
{
    private const int Seed = 7;

    /// <summary>Learns from all data, calibrates on texts that were not seen, and writes the file.</summary>
    /// <param name="arguments">The labelled data; the file to write.</param>
    /// <returns>0.</returns>
    public static int Run(string[] arguments)
    {
        if (arguments is not [var data, var output])
            throw new UsageException("The labelled data and the file to write are needed.");

        var options = new TrainingOptions();
        var set = new TrainingSet(data, options);
        var logits = CrossValidation.Logits(set.Data, set.Own, options, Seed);
        var calibration = Calibration.Fit([.. logits.Select((logit, i) => (logit, set.Data[i].Text.IsAttack))]);
        var model = new LogisticTrainer(options).Train([.. set.Data, .. set.Own]);
        File.WriteAllBytes(output, InjectionModel.Write(model.Weights, model.Bias, calibration.Slope, calibration.Intercept));
        Console.WriteLine($"{set.Data.Count} texts, {set.Own.Count} of our own; {model.Weights.Count(weight => weight != 0)} weights; {calibration}");
        return 0;
    }
}
