namespace VaeMlNet.OnnxExport;

/// <summary>The module that is being exported: its path in the tree ("" for the root) and its type.</summary>
internal sealed record ExportScope(string Path, Type? ModuleType)
{
    public static ExportScope Graph { get; } = new("", null);

    /// <summary>"encoder.2 (MyBlock)"; empty outside any module.</summary>
    public string Description =>
        ModuleType is null ? ""
        : Path.Length == 0 ? ModuleType.Name
        : $"{Path} ({ModuleType.Name})";
}
