using System.Globalization;
using System.Text;
using LlmProxy.Core.Guardrails.Entities;

namespace LlmProxy.Guards.Entities;

/// <summary>Counts how often a number that means nothing is taken for personal data, by its digits and by what stands around it.</summary>
internal static class NumberNoise
{
    private const int Numbers = 4000;

    private static readonly (string Name, string Text)[] Surroundings =
    [
        ("in a sentence", "They wrote down {0} and then went on with the talk about the garden."),
        ("alone", "{0}"),
        ("behind 'order'", "Your order {0} has been sent."),
    ];

    /// <summary>Prints the table.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments.Length > 0)
            throw new UsageException("This verb takes no arguments.");
        var finder = new EntityFinder(EntityCatalogue.Of(EntityGroup.Pii));
        var random = new Random(7);
        Console.WriteLine("| digits | " + string.Join(" | ", Surroundings.Select(s => s.Name)) + " | most often |");
        Console.WriteLine("|--:|" + string.Concat(Surroundings.Select(_ => "--:|")) + "---|");
        for (var digits = 6; digits <= 19; digits++)
        {
            var row = new StringBuilder($"| {digits} |");
            var by = new Dictionary<string, int>();
            foreach (var (_, text) in Surroundings)
            {
                var found = 0;
                for (var i = 0; i < Numbers; i++)
                {
                    var number = string.Concat(Enumerable.Range(0, digits).Select(at => (char)('0' + random.Next(at == 0 ? 1 : 0, 10))));
                    var entities = finder.Find(Encoding.UTF8.GetBytes(string.Format(CultureInfo.InvariantCulture, text, number)));
                    found += entities.Count > 0 ? 1 : 0;
                    foreach (var entity in entities)
                        by[entity.Pattern.Id] = by.GetValueOrDefault(entity.Pattern.Id) + 1;
                }

                row.Append(CultureInfo.InvariantCulture, $" {100.0 * found / Numbers:0.0} % |");
            }

            Console.WriteLine($"{row} {string.Join(", ", by.OrderByDescending(p => p.Value).Take(4).Select(p => $"{p.Key} {p.Value}"))} |");
        }

        return 0;
    }
}
