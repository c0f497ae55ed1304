namespace LlmProxy.Guards.Injection.Training;

/// <summary>Judges each text by a model that has seen neither it nor a near duplicate of it.</summary>
internal static class CrossValidation
{
    private const int Folds = 5;

    /// <summary>The log-odds of each of <paramref name="data"/>, in its order.</summary>
    /// <param name="data">The texts to be judged; the others of them are learnt from.</param>
    /// <param name="own">More texts to learn from, but for those that are near what is judged.</param>
    /// <param name="options">How to train.</param>
    /// <param name="seed">Decides how the groups are divided.</param>
    public static double[] Logits(IReadOnlyList<Example> data, IReadOnlyList<Example> own, TrainingOptions options, int seed)
    {
        var random = new Random(seed);
        var folds = data.Select(example => example.Group).Distinct().Order().ToDictionary(group => group, _ => random.Next(Folds));
        var logits = new double[data.Count];
        for (var fold = 0; fold < Folds; fold++)
        {
            bool IsJudged(Example example) => folds.TryGetValue(example.Group, out var other) && other == fold;
            var model = new LogisticTrainer(options).Train([.. data.Concat(own).Where(example => !IsJudged(example))]);
            for (var i = 0; i < data.Count; i++)
            {
                if (IsJudged(data[i]))
                    logits[i] = model.Logit(data[i]);
            }
        }

        return logits;
    }
}
