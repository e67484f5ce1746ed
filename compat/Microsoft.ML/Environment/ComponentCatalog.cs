namespace Microsoft.ML.Runtime;

/// <summary>The components a process can load; here they are all in this assembly, so there is nothing to register.</summary>
public sealed class ComponentCatalog
{
    internal ComponentCatalog() { }
}
