using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Binding;

/// <content>Texts and numbers by name, and lists of both.</content>
internal sealed partial class StrictBinder
{
    private void FillList(IList<string> list, IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            Add(section, "is a single value, not a list", "write it in square brackets");
            return;
        }

        foreach (var item in section.GetChildren())
        {
            if (!int.TryParse(item.Key, out _))
            {
                Add(item, "stands in a list, which has no names", "write a list of strings in square brackets");
            }
            else if (item.GetChildren().Any())
            {
                Add(item, "is an object or a list", "write a string");
            }
            else if (string.IsNullOrWhiteSpace(item.Value))
            {
                Add(item, "is empty", "write a value, or remove it from the list");
            }
            else
            {
                list.Add(item.Value);
            }
        }
    }

    private void FillNumbers(IList<decimal> numbers, IConfigurationSection section)
    {
        var before = errors.Count;
        var texts = new List<string>();
        FillList(texts, section);
        if (errors.Count > before)
        {
            return;
        }

        for (var i = 0; i < texts.Count; i++)
        {
            if (ScalarParser.TryParse(texts[i], typeof(decimal), out var value))
            {
                numbers.Add((decimal)value);
            }
            else
            {
                Add(section.GetSection(i.ToString(CultureInfo.InvariantCulture)), $"is {SafeValue.Show(texts[i])}", $"write {ScalarParser.Expected(typeof(decimal))}");
            }
        }
    }

    private void FillPairs(IDictionary<string, string> pairs, IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            Add(section, "is a single value, not an object", "write names and values in braces");
            return;
        }

        // A name like "llama3:8b" comes as a section with a child; the whole way from here to the value is the name.
        foreach (var (name, value) in section.AsEnumerable(makePathsRelative: true))
        {
            if (name.Length == 0 || (value is null && section.GetSection(name).GetChildren().Any()))
            {
                continue;
            }

            if (string.IsNullOrWhiteSpace(value))
            {
                Add(section.GetSection(name), "is empty", "write a value, or remove it");
            }
            else
            {
                pairs[name] = value;
            }
        }
    }

    private void FillNumbers<T>(IDictionary<string, T> numbers, RangeAttribute? range, IConfigurationSection section)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        FillPairs(pairs, section);
        foreach (var (name, text) in pairs)
        {
            if (!ScalarParser.TryParse(text, typeof(T), out var value))
            {
                Add(section.GetSection(name), $"is {SafeValue.Show(text)}", $"write {ScalarParser.Expected(typeof(T))}");
            }
            else if (range is not null && !ValueRange.Contains(range, value))
            {
                Add(section.GetSection(name), $"is {SafeValue.Show(text)}", $"it must be {ValueRange.Describe(range)}");
            }
            else
            {
                numbers[name] = (T)value;
            }
        }
    }

    private void FillLists(IDictionary<string, IList<string>> lists, IConfigurationSection section)
    {
        const string Remedy = "write names in braces, each with a list in square brackets";
        if (!string.IsNullOrEmpty(section.Value))
        {
            Add(section, "is a single value, not an object", Remedy);
            return;
        }

        // A name may hold colons, and end in a number as "claude-v2:1" does: so the last part of a value's path is its place in the list,
        // and all before it the name. The framework gives paths in no useful order.
        var items = new List<(string Name, int Place, string Value)>();
        foreach (var (path, value) in section.AsEnumerable(makePathsRelative: true))
        {
            var here = section.GetSection(path);
            if (path.Length == 0 || (value is null && here.GetChildren().Any()))
            {
                continue;
            }

            var end = path.LastIndexOf(':');
            if (int.TryParse(path.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var place))
            {
                if (end <= 0)
                {
                    Add(here, "has no name before it", Remedy);
                }
                else if (string.IsNullOrWhiteSpace(value))
                {
                    Add(here, "is empty", "write a value, or remove it from the list");
                }
                else
                {
                    items.Add((path[..end], place, value));
                }
            }
            else if (value is "")
            {
                lists[path] = [];
            }
            else
            {
                Add(here, value is null ? "is null" : "is a single value, not a list", "write it in square brackets");
            }
        }

        foreach (var list in items.OrderBy(item => item.Place).GroupBy(item => item.Name, StringComparer.OrdinalIgnoreCase))
        {
            lists[list.Key] = [.. list.Select(item => item.Value)];
        }
    }
}
