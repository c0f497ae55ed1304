using System.Globalization;
using System.Text;
using LlmProxy.Core.Guardrails.Injection;
using LlmProxy.Guards.Injection.Training;

namespace LlmProxy.Guards.Injection;

/// <summary>The verb <c>injection reach</c>: recall of attacks and false positives by kind and source.</summary>
internal static class InjectionReach
{
    private const int Divisions = 3;
    private const int FirstSeed = 7;

    /// <summary>Prints the tables.</summary>
    /// <param name="arguments">
    /// The labelled data; with <c>--shipped</c> behind it they are judged by the model of this version (for data that
    /// it was not trained with), else by cross-validation, over three divisions into five parts.
    /// </param>
    /// <returns>0.</returns>
    public static int Run(string[] arguments)
    {
        switch (arguments)
        {
            case [var file, "--shipped"]:
                Print(Shipped(JsonLines.Read<LabelledText>(file)));
                return 0;
            case [var file]:
                Print(CrossValidated(file));
                return 0;
            default:
                throw new UsageException("One file of labelled texts is needed.");
        }
    }

    private static List<Judged> Shipped(List<LabelledText> texts) =>
        [.. texts.Select(text => new Judged(text, InjectionScorer.Default.Score(Encoding.UTF8.GetBytes(text.Text)).Value))];

    private static List<Judged> CrossValidated(string file)
    {
        var options = new TrainingOptions();
        var set = new TrainingSet(file, options);
        var judged = new List<Judged>();
        for (var seed = FirstSeed; seed < FirstSeed + Divisions; seed++)
        {
            var logits = CrossValidation.Logits(set.Data, set.Own, options, seed);
            var calibration = Calibration.Fit([.. logits.Select((logit, i) => (logit, set.Data[i].Text.IsAttack))]);
            judged.AddRange(set.Data.Select((example, i) => new Judged(example.Text, calibration.Of(logits[i]))));
        }

        return judged;
    }

    private static void Print(List<Judged> texts)
    {
        Curve(texts);
        Table("kind", texts, text => $"{text.Text.Label}: {text.Text.Kind}");
        Table("source", texts, text => $"{text.Text.Label}: {text.Text.Source}");
        Table("all", texts, text => text.Text.Label);
    }

    // What each threshold means, and how well the two sorts are told apart at all.
    private static void Curve(List<Judged> texts)
    {
        var attacks = texts.Where(text => text.Text.IsAttack).Select(text => text.Score).OrderDescending().ToArray();
        var benign = texts.Where(text => !text.Text.IsAttack).Select(text => text.Score).OrderDescending().ToArray();
        var area = attacks.Sum(score => (double)benign.Count(other => other < score)) / ((double)attacks.Length * benign.Length);
        var lines = new StringBuilder();
        lines.AppendLine(CultureInfo.InvariantCulture, $"area under the curve {area:0.0000}\n");
        lines.AppendLine("| threshold | recall | false positives |\n|--:|--:|--:|");
        foreach (var threshold in (double[])[0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.95, 0.97])
        {
            lines.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {threshold:0.00} | {Share(attacks, threshold):0.0} % | {Share(benign, threshold):0.00} % |");
        }

        Console.WriteLine(lines);
    }

    private static double Share(double[] scores, double threshold) => 100.0 * scores.Count(score => score >= threshold) / scores.Length;

    private static void Table(string title, List<Judged> texts, Func<Judged, string> key)
    {
        var table = new ReachTable("flagged", "blocked", "plain patterns");
        foreach (var group in texts.GroupBy(key).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            table.Add(
                group.Key,
                group.Count(),
                group.Count(text => text.Score >= InjectionScore.DefaultFlag),
                group.Count(text => text.Score >= InjectionScore.DefaultBlock),
                group.Count(text => TutorialPatterns.Match(text.Text.Text)));
        }

        Console.WriteLine($"by {title}\n\n{table}");
    }

    private sealed record Judged(LabelledText Text, double Score);
}
