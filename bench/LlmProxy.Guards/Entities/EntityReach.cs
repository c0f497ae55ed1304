using System.Text;
using LlmProxy.Core.Guardrails.Entities;

namespace LlmProxy.Guards.Entities;

/// <summary>Measures what the guards <c>pii</c> and <c>secrets</c> find in marked texts: exact spans, by type and by source.</summary>
internal static class EntityReach
{
    /// <summary>Types that need a model; they are told apart, with what the option for names finds.</summary>
    private static readonly string[] Apart = ["PERSON", "ADDRESS"];

    /// <summary>Prints the table; with <c>--errors</c> also each text where something else was found than is marked.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments is not ([_] or [_, "--errors"]))
            throw new UsageException("This verb takes one file.");
        var texts = JsonLines.Read<MarkedText>(arguments[0]);
        var catalogue = new EntityFinder([.. EntityCatalogue.Of(EntityGroup.Pii), .. EntityCatalogue.Of(EntityGroup.Secrets)]);
        var names = new EntityFinder(EntityCatalogue.Of(EntityGroup.Names));
        var table = new SpanTable();
        foreach (var text in texts)
        {
            var marked = text.Entities.Select(entity => (entity.Type, entity.Start, entity.End)).ToHashSet();
            var structured = marked.Where(span => !Apart.Contains(span.Type)).ToHashSet();
            var found = Find(catalogue, text.Text);
            table.Add(text.Source, structured, found, TutorialSpans(text.Text));
            table.AddApart([.. marked.Where(span => span.Type == "PERSON")], Find(names, text.Text));
            if (arguments.Length > 1 && !found.SetEquals(structured))
                PrintErrors(text, structured, found);
        }

        Console.WriteLine(table);
        return 0;
    }

    private static HashSet<(string Type, int Start, int End)> Find(EntityFinder finder, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return [.. finder.Find(utf8).Select(found => (EntityNames.Of(found.Pattern.Type), Points(utf8, found.Start), Points(utf8, found.End)))];
    }

    private static HashSet<(string Type, int Start, int End)> TutorialSpans(string text) =>
        [.. TutorialEntities.Find(text).Select(found => (found.Type, Points(text, found.Start), Points(text, found.End)))];

    private static void PrintErrors(MarkedText text, HashSet<(string Type, int Start, int End)> marked, HashSet<(string Type, int Start, int End)> found)
    {
        var runes = text.Text.EnumerateRunes().ToArray();
        Console.WriteLine($"{text.Source}: {text.Text}");
        foreach (var (type, start, end) in found.Except(marked))
            Console.WriteLine($"  wrong  {type} {string.Concat(runes[start..end])}");
        foreach (var (type, start, end) in marked.Except(found))
            Console.WriteLine($"  missed {type} {string.Concat(runes[start..end])}");
    }

    private static int Points(byte[] utf8, int offset) => utf8.AsSpan(0, offset).ToArray().Count(part => (part & 0xC0) != 0x80);

    private static int Points(string text, int offset) => text.AsSpan(0, offset).ToString().EnumerateRunes().Count();
}
