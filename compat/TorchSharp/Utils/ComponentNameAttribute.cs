using System.Reflection;

namespace TorchSharp.Utils;

/// <summary>The name under which a module registers a field, instead of the field's own.</summary>
public class ComponentNameAttribute : Attribute
{
    public string Name { get; set; }

    internal static string GetName(FieldInfo field) =>
        field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
}
