using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Binding;

/// <content>Objects by name, and lists of objects.</content>
internal sealed partial class StrictBinder
{
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
}
