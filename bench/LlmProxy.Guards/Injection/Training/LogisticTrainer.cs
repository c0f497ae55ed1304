namespace LlmProxy.Guards.Injection.Training;

/// <summary>Logistic regression, where only some windows of an attack are the attack.</summary>
/// <remarks>
/// Multiple-instance learning in rounds (Andrews, Tsochantaridis, Hofmann 2002): the windows which the last round's
/// model finds worst stand for their text. The descent is AdaGrad (Duchi, Hazan, Singer 2011). The same input gives
/// the same weights: the order comes from a fixed seed.
/// </remarks>
internal sealed class LogisticTrainer(TrainingOptions options)
{
    private const int FirstRoundAttackWindows = 8;
    private const double Damping = 0.1;

    /// <summary>Learns from all examples.</summary>
    public LinearModel Train(IReadOnlyList<Example> examples)
    {
        var isKept = Frequent(examples);
        LinearModel? model = null;
        for (var round = 0; round < options.Rounds; round++)
            model = Fit(model is null ? Spread(examples) : Worst(examples, model), isKept);
        return model!;
    }

    private bool[] Frequent(IReadOnlyList<Example> examples)
    {
        var counts = new int[1 << options.Bits];
        foreach (var example in examples)
        {
            foreach (var feature in example.Windows.SelectMany(window => window).Distinct())
                counts[feature]++;
        }

        return [.. counts.Select(count => count >= options.FewestTexts)];
    }

    // At first nothing is known: windows from all over the text.
    private List<Instance> Spread(IReadOnlyList<Example> examples)
    {
        var chosen = new List<Instance>();
        foreach (var example in examples)
        {
            var most = example.Text.IsAttack ? FirstRoundAttackWindows : 2 * options.BenignWindows;
            var count = Math.Min(example.Windows.Count, most);
            for (var i = 0; i < count; i++)
                chosen.Add(Instance.Of(example, example.Windows[i * example.Windows.Count / count], count));
        }

        return chosen;
    }

    private List<Instance> Worst(IReadOnlyList<Example> examples, LinearModel model)
    {
        var chosen = new List<Instance>();
        foreach (var example in examples)
        {
            var most = example.Text.IsAttack ? options.AttackWindows : options.BenignWindows;
            var worst = example.Windows.OrderByDescending(model.Logit).Take(most).ToList();
            chosen.AddRange(worst.Select(window => Instance.Of(example, window, worst.Count)));
        }

        return chosen;
    }

    private LinearModel Fit(List<Instance> instances, bool[] isKept)
    {
        var model = new LinearModel(options.Bits);
        var random = new Random(1);
        var squares = new double[model.Weights.Length];
        var biasSquares = 0.0;
        var order = instances.ToArray();
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            var rate = options.Rate * (1 - (0.9 * epoch / options.Epochs));
            random.Shuffle(order);
            foreach (var (window, isAttack, weight) in order)
            {
                var gradient = weight * (Calibration.Sigmoid(model.Logit(window)) - (isAttack ? 1 : 0));
                biasSquares += gradient * gradient;
                model.Bias -= Damping * gradient / (Math.Sqrt(biasSquares) + 1e-3);
                foreach (var feature in window)
                {
                    if (!isKept[feature])
                        continue;
                    var slope = gradient + (options.Decay * model.Weights[feature]);
                    squares[feature] += slope * slope;
                    model.Weights[feature] -= rate * slope / (Math.Sqrt(squares[feature]) + Damping);
                }
            }
        }

        return model;
    }

    private readonly record struct Instance(int[] Window, bool IsAttack, double Weight)
    {
        // A long attack counts as one text; a long harmless text has more to teach than a short one.
        public static Instance Of(Example example, int[] window, int count) => new(
            window,
            example.Text.IsAttack,
            example.Weight / (example.Text.IsAttack ? count : Math.Sqrt(count)));
    }
}
