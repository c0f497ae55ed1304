using System.Globalization;
using System.Text.Json.Nodes;

namespace LlmProxy.Host.Commands;

/// <summary>Counts what guards made of many texts.</summary>
internal sealed class GuardrailsSummary
{
    private readonly SortedDictionary<string, SortedDictionary<string, int>> _verdicts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Guard, string Type), int> _types = [];
    private int _lines;
    private int _blocked;

    /// <summary>Takes one answer of the gateway.</summary>
    public void Add(JsonNode answer)
    {
        _lines++;
        if ((bool?)answer["blocked"] == true)
            _blocked++;
        foreach (var guard in answer["guardrails"]?.AsArray() ?? [])
        {
            var name = (string?)guard!["name"] ?? "";
            if (!_verdicts.TryGetValue(name, out var verdicts))
                _verdicts.Add(name, verdicts = new(StringComparer.Ordinal));
            var verdict = (string?)guard["verdict"] ?? "";
            verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + 1;
            foreach (var entity in guard["entities"]?.AsArray() ?? [])
            {
                var type = (name, (string?)entity!["type"] ?? "");
                _types[type] = _types.GetValueOrDefault(type) + 1;
            }
        }
    }

    /// <summary>Writes the table.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_lines} texts, {_blocked} blocked"));
        output.WriteLine($"{"guardrail",-24} {"verdict",-12} {"texts",8}");
        foreach (var (guard, verdicts) in _verdicts)
        {
            foreach (var (verdict, count) in verdicts)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{guard,-24} {verdict,-12} {count,8}"));
        }

        if (_types.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine($"{"guardrail",-24} {"found",-24} {"times",8}");
        foreach (var ((guard, type), count) in _types)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{guard,-24} {type,-24} {count,8}"));
    }
}
