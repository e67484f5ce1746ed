using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>Converts Sequential, and the modules that do nothing at inference.</summary>
internal static class Containers
{
    public static OnnxConverters WithContainers(this OnnxConverters converters) =>
        converters
            .With<Sequential>("its children in order", ExportSequential)
            .With<Identity>("nothing", (_, _, input, _) => input)
            .With<Dropout>("nothing", (_, _, input, _) => input)
            .With<Dropout1d>("nothing", (_, _, input, _) => input)
            .With<Dropout2d>("nothing", (_, _, input, _) => input)
            .With<Dropout3d>("nothing", (_, _, input, _) => input)
            .With<AlphaDropout>("nothing", (_, _, input, _) => input)
            .With<FeatureAlphaDropout>("nothing", (_, _, input, _) => input);

    // Sequential.forward calls its children in the listed order. Other containers do not promise any order.
    private static OnnxValue ExportSequential(OnnxGraphBuilder graph, Sequential module, OnnxValue input, string path)
    {
        var value = input;
        foreach (var (name, child) in module.named_children())
        {
            value = graph.AddModule(child, value, $"{path}.{name}");
        }

        return value;
    }
}
