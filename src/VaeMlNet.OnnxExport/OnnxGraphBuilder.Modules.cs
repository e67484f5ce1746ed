using VaeMlNet.OnnxExport.Graph;

namespace VaeMlNet.OnnxExport;

public sealed partial class OnnxGraphBuilder
{
    private ExportScope scope = ExportScope.Graph;

    private string Qualify(string name) => scope.Path.Length == 0 ? name : $"{scope.Path}/{name}";
}
