using System.Collections;
using System.ComponentModel.DataAnnotations;
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
internal sealed partial class StrictBinder(ICollection<ConfigurationError> errors)
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
        else if (typeof(IList<decimal>).IsAssignableFrom(setting.PropertyType))
        {
            FillNumbers((IList<decimal>)setting.GetValue(target)!, section);
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

    private void Add(IConfigurationSection section, string problem, string remedy) =>
        errors.Add(new(section.Path, problem, remedy));
}
