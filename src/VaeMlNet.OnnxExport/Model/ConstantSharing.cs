namespace VaeMlNet.OnnxExport;

/// <summary>
/// Stores identical constants once, under the name of the first. Examples are tied weights, and biases that are still zero.
/// </summary>
internal static class ConstantSharing
{
    public static void Apply(GraphContents graph)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var alike in graph.Constants.GroupBy(Signature).Where(group => group.Skip(1).Any()))
        {
            Collect(alike, kept);
        }

        if (kept.Count == 0)
        {
            return;
        }

        var originals = new Dictionary<string, OnnxValue>(StringComparer.Ordinal);
        foreach (var input in graph.Nodes.SelectMany(node => node.Inputs))
        {
            originals.TryAdd(input.Name, input);
        }

        graph.ReplaceInputs(input =>
            !kept.TryGetValue(input.Name, out var first) ? input
            : originals.TryGetValue(first, out var original) ? original
            : new OnnxValue(input.Graph, first, input.ElementType, input.Shape)
        );
        graph.DropUnused(kept.Keys);
    }

    // Maps the name of each repeated constant to the name of the first one.
    private static void Collect(IEnumerable<OnnxTensor> alike, Dictionary<string, string> kept)
    {
        var firsts = new List<OnnxTensor>();
        foreach (var tensor in alike)
        {
            var first = firsts.Find(other => other.Data.Span.SequenceEqual(tensor.Data.Span));
            if (first is null)
            {
                firsts.Add(tensor);
            }
            else
            {
                kept.Add(tensor.Name, first.Name);
            }
        }
    }

    private static string Signature(OnnxTensor tensor) => $"{tensor.ElementType} {string.Join(',', tensor.Shape)}";
}
