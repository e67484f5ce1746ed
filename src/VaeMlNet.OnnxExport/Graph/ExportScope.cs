namespace VaeMlNet.OnnxExport;

/// <summary>The exported module: its path in the tree ("" for the root) and its type.</summary>
internal sealed record ExportScope(string Path, Type? ModuleType)
{
    public static ExportScope Graph { get; } = new("", null);

    /// <summary>Gets the description of the module, such as "encoder.2 (MyBlock)"; empty outside any module.</summary>
    public string Description =>
        ModuleType is null ? ""
        : Path.Length == 0 ? ModuleType.Name
        : $"{Path} ({ModuleType.Name})";
}
