using LlmProxy.Core.Prompts;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LlmProxy.Prompts.Files;

/// <summary>Reads the YAML of front matter into a tree that cannot grow: no anchors, no tags, 32 levels.</summary>
/// <param name="parser">Stands at the document's first event.</param>
/// <param name="firstLine">Which line of the file the text begins with, from 1.</param>
/// <param name="faults">Takes what is wrong.</param>
internal sealed class YamlTree(IParser parser, int firstLine, ICollection<PromptFault> faults)
{
    private const int MaxDepth = 32;

    /// <summary>Reads <paramref name="text"/>; <c>null</c>: it says nothing, or is broken and said so.</summary>
    public static YamlValue? Read(string text, int firstLine, ICollection<PromptFault> faults)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
                return null;
            var tree = new YamlTree(parser, firstLine, faults).Value(0);
            parser.Consume<DocumentEnd>();
            parser.Consume<StreamEnd>();
            return tree;
        }
        catch (YamlException e)
        {
            faults.Add(new(Line(firstLine, e.Start), "is no YAML", $"the parser says: {Configuration.Binding.SafeValue.OneLine(e.Message)}"));
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The parser throws what it likes at what its authors did not think of, such as "\UFFFFFFFF"; a file must not end the process.
            var line = parser.Current is { } last ? Line(firstLine, last.Start) : firstLine;
            faults.Add(new(line, "cannot be read from here on", "the parser does not know what to do with it; look for odd escapes in texts"));
            return null;
        }
    }

    private YamlValue Value(int depth)
    {
        if (depth > MaxDepth)
            throw new YamlException(parser.Current!.Start, parser.Current.End, $"it is nested deeper than {MaxDepth} levels");
        if (parser.Current is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty))
            throw new YamlException(node.Start, node.End, "it has an anchor or a tag; say the value itself");
        if (parser.TryConsume<Scalar>(out var scalar))
            return new YamlValue(Line(firstLine, scalar.Start)) { Text = scalar.Value, IsQuoted = scalar.Style != ScalarStyle.Plain };
        if (parser.TryConsume<SequenceStart>(out var list))
            return new YamlValue(Line(firstLine, list.Start)) { Items = Items(depth) };
        if (parser.TryConsume<MappingStart>(out var mapping))
            return new YamlValue(Line(firstLine, mapping.Start)) { Members = Members(depth) };
        throw new YamlException(parser.Current!.Start, parser.Current.End, "it refers to an anchor; say the value itself");
    }

    private List<YamlValue> Items(int depth)
    {
        var items = new List<YamlValue>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(Value(depth + 1));
        return items;
    }

    private List<KeyValuePair<string, YamlValue>> Members(int depth)
    {
        var members = new List<KeyValuePair<string, YamlValue>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Value(depth + 1);
            if (key.Text is not { } name)
                throw new YamlException("a name must be a text");
            if (!names.Add(name))
                faults.Add(new(key.Line, $"says {Configuration.Binding.SafeValue.Show(name)} a second time", "say it once"));
            members.Add(new(name, Value(depth + 1)));
        }

        return members;
    }

    private static int Line(int firstLine, in Mark mark) => firstLine + Math.Max((int)mark.Line - 1, 0);
}
