using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Binding;

/// <summary>
/// Fills options from configuration and notes everything that is wrong: unknown names, wrong types, values out of range.
/// </summary>
/// <remarks>
/// The framework's binder stops at the first unknown name, takes numbers for enums and a plain <c>30</c> for thirty days,
/// and cannot see a dictionary key with a colon in it.
/// </remarks>
internal sealed class StrictBinder(ICollection<ConfigurationError> errors)
{
    /// <summary>Binds <paramref name="section"/>; what is wrong keeps its default and is noted.</summary>
    public T Bind<T>(IConfigurationSection section)
        where T : new()
    {
        var options = new T();
        Fill(options, section);
        return options;
    }

    private void Fill(object target, IConfigurationSection section) => Fill(target, section, section.GetChildren());

    private void Fill(object target, IConfigurationSection section, IEnumerable<IConfigurationSection> children)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            Add(section, "is a single value, not an object", "write its settings in braces");
            return;
        }

        var settings = target.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var child in children)
        {
            var setting = settings.FirstOrDefault(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (setting is null)
            {
                Add(child, "is not a setting", NameSuggestion.For(child.Key, settings.Select(p => p.Name)));
            }
            else
            {
                Set(target, setting, child);
            }
        }

        foreach (var setting in settings)
        {
            if (setting.IsDefined(typeof(RequiredAttribute)) && setting.GetValue(target) is null
                && !section.GetChildren().Any(c => c.Key.Equals(setting.Name, StringComparison.OrdinalIgnoreCase)))
            {
                errors.Add(new(ConfigurationPath.Combine(section.Path, setting.Name), "is missing", "it must be set"));
            }
        }
    }

    private void Set(object target, PropertyInfo setting, IConfigurationSection section)
    {
        if (typeof(IDictionary<string, string>).IsAssignableFrom(setting.PropertyType))
        {
            FillPairs((IDictionary<string, string>)setting.GetValue(target)!, section);
        }
        else if (typeof(IDictionary<string, int>).IsAssignableFrom(setting.PropertyType))
        {
            FillNumbers((IDictionary<string, int>)setting.GetValue(target)!, setting.GetCustomAttribute<RangeAttribute>(), section);
        }
        else if (typeof(IDictionary<string, decimal>).IsAssignableFrom(setting.PropertyType))
        {
            FillNumbers((IDictionary<string, decimal>)setting.GetValue(target)!, setting.GetCustomAttribute<RangeAttribute>(), section);
        }
        else if (typeof(IDictionary<string, IList<string>>).IsAssignableFrom(setting.PropertyType))
        {
            FillLists((IDictionary<string, IList<string>>)setting.GetValue(target)!, section);
        }
        else if (typeof(IList<string>).IsAssignableFrom(setting.PropertyType))
        {
            FillList((IList<string>)setting.GetValue(target)!, section);
        }
        else if (ScalarParser.IsScalar(setting.PropertyType))
        {
            SetScalar(target, setting, section);
        }
        else if (ObjectsIn(setting.PropertyType, typeof(IDictionary<,>)) is [_, { } named])
        {
            FillObjects((IDictionary)setting.GetValue(target)!, named, section);
        }
        else if (ObjectsIn(setting.PropertyType, typeof(IList<>)) is [{ } listed])
        {
            FillObjects((IList)setting.GetValue(target)!, listed, section);
        }
        else
        {
            Fill(setting.GetValue(target)!, section);
        }
    }

    private void SetScalar(object target, PropertyInfo setting, IConfigurationSection section)
    {
        var type = setting.PropertyType;
        if (section.GetChildren().Any())
        {
            Add(section, "is an object or a list", $"write {ScalarParser.Expected(type)}");
        }
        else if (section.Value is null)
        {
            if (type.IsValueType && Nullable.GetUnderlyingType(type) is null)
            {
                Add(section, "is null", $"leave it out for the default, or write {ScalarParser.Expected(type)}");
            }
            else if (setting.IsDefined(typeof(RequiredAttribute)))
            {
                Add(section, "is null", $"write {ScalarParser.Expected(type)}");
            }
        }
        else if (string.IsNullOrWhiteSpace(section.Value))
        {
            Add(section, "is empty", $"leave it out, or write {ScalarParser.Expected(type)}");
        }
        else if (!ScalarParser.TryParse(section.Value, type, out var value))
        {
            Add(section, $"is {SafeValue.Show(section.Value)}", $"write {ScalarParser.Expected(type)}");
        }
        else if (setting.GetCustomAttribute<RangeAttribute>() is { } range && !ValueRange.Contains(range, value))
        {
            Add(section, $"is {SafeValue.Show(section.Value)}", $"it must be {ValueRange.Describe(range)}");
        }
        else
        {
            setting.SetValue(target, value);
        }
    }

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

    private static Type[]? ObjectsIn(Type type, Type collection) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == collection ? type.GetGenericArguments() : null;

    private void FillObjects(IDictionary objects, Type type, IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            Add(section, "is a single value, not an object", "write names in braces, each with an object");
            return;
        }

        string[] settings = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(setting => setting.Name)];
        foreach (var child in section.GetChildren())
        {
            FillNamed(objects, type, settings, child.Key, child);
        }
    }

    // A name like "llama3:8b" comes as a section with a child. What is no setting, and not nearly one, and may be an object, is the rest
    // of a name; the beginning can be a name too.
    private void FillNamed(IDictionary objects, Type type, string[] settings, string name, IConfigurationSection section)
    {
        var parts = section.GetChildren().ToLookup(child =>
            string.IsNullOrEmpty(child.Value) && NameSuggestion.Nearest(child.Key, settings) is null);
        foreach (var rest in parts[true])
        {
            FillNamed(objects, type, settings, ConfigurationPath.Combine(name, rest.Key), rest);
        }

        if (parts[true].Any() && !parts[false].Any())
        {
            return;
        }

        var value = Activator.CreateInstance(type)!;
        Fill(value, section, parts[false]);
        objects[name] = value;
    }

    private void FillObjects(IList objects, Type type, IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            Add(section, "is a single value, not a list", "write objects in square brackets");
            return;
        }

        foreach (var item in section.GetChildren())
        {
            if (!int.TryParse(item.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                Add(item, "stands in a list, which has no names", "write a list of objects in square brackets");
                continue;
            }

            var value = Activator.CreateInstance(type)!;
            Fill(value, item);
            objects.Add(value);
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

    private void Add(IConfigurationSection section, string problem, string remedy) =>
        errors.Add(new(section.Path, problem, remedy));
}
