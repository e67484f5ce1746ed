using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds nodes that move, repeat and sum the columns of matrices with one row per example.</summary>
/// <remarks>
/// ONNX Runtime's Gather copies the numbers of each row one by one. Slices of neighboring columns and products with a matrix of 0 and 1 take
/// a fraction of its time.
/// </remarks>
internal static class ColumnNodes
{
    /// <summary>The most elements of a matrix of 0 and 1, which stays in the cache.</summary>
    private const long LargestMatrix = 1 << 16;

    /// <summary>Copying a slice takes about as long as copying this number of columns one by one.</summary>
    private const int ColumnsPerSlice = 3;

    /// <summary>The most slices. ONNX Runtime takes long to open graphs of thousands of nodes.</summary>
    private const int MostSlices = 32;

    /// <summary>Adds columns at other places, each of them any number of times: [N, W] -> [N, S].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="values">Any values, [N, W].</param>
    /// <param name="width">W.</param>
    /// <param name="places">The place in the values of each of the S columns.</param>
    public static NodeValue AddInOrder(OnnxGraphBuilder graph, OnnxValue values, long width, long[] places)
    {
        if (IsUnchanged(width, places))
        {
            return new(graph, values);
        }

        int[] starts = [.. Enumerable.Range(0, places.Length).Where(i => i == 0 || places[i - 1] + 1 != places[i])];
        if (starts.Length > Math.Min(MostSlices, places.Length / ColumnsPerSlice))
        {
            return new(graph, AddGathered(graph, values, places));
        }

        var ends = starts.Skip(1).Append(places.Length);
        return MatrixNodes.AddJoin(
            graph,
            [
                .. starts
                    .Zip(ends)
                    .Select(run => MatrixNodes.AddColumns(graph, values, places[run.First], run.Second - run.First)),
            ]
        );
    }

    /// <summary>
    /// Adds sums of columns: column s is the sum of the columns at places[i][s] for every i. The place W stands for no column. [N, W] -> [N, S].
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The name of a constant.</param>
    /// <param name="values">Finite numbers, [N, W].</param>
    /// <param name="width">W.</param>
    /// <param name="places">Lists of S places.</param>
    public static NodeValue AddSums(
        OnnxGraphBuilder graph,
        string name,
        OnnxValue values,
        long width,
        params long[][] places
    )
    {
        if (places is [var only] && IsUnchanged(width, only))
        {
            return new(graph, values);
        }

        var terms = places.SelectMany(list => list.Index()).Where(term => term.Item < width);
        if (AddProduct(graph, name, values, width, places[0].Length, terms) is { } product)
        {
            return new(graph, product);
        }

        if (places.Any(list => list.Contains(width)))
        {
            var none = MatrixNodes.AddColumns(graph, values, 0, 1) * 0;
            values = MatrixNodes.AddJoin(graph, values, none);
        }

        return places.Select(list => new NodeValue(graph, AddGathered(graph, values, list))).Aggregate((a, b) => a + b);
    }

    /// <summary>Adds the blend s a + (1 - s) b, in which each column has a share s of its own: [N, W] -> [N, W].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="first">a, and the name of its shares.</param>
    /// <param name="second">b, and the name of its shares.</param>
    /// <param name="shares">The W shares of a.</param>
    public static OnnxValue AddBlend(
        OnnxGraphBuilder graph,
        (OnnxValue Values, string Shares) first,
        (OnnxValue Values, string Shares) second,
        float[] shares
    )
    {
        return graph.AddNode(
            "Add",
            [Scaled(first, shares), Scaled(second, Array.ConvertAll(shares, share => 1 - share))]
        );

        OnnxValue Scaled((OnnxValue Values, string Shares) part, float[] factors) =>
            graph.AddNode("Mul", [part.Values, graph.AddInitializer(part.Shares, factors, 1, factors.Length)]);
    }

    /// <summary>Adds the product with a matrix that is 1 for each term of the sums and 0 elsewhere; null if the matrix would be too large.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The name of the matrix.</param>
    /// <param name="values">Finite numbers, [N, W].</param>
    /// <param name="width">W.</param>
    /// <param name="count">The number S of sums.</param>
    /// <param name="terms">The sum and the column of each term.</param>
    public static OnnxValue? AddProduct(
        OnnxGraphBuilder graph,
        string name,
        OnnxValue values,
        long width,
        int count,
        IEnumerable<(int Sum, long Column)> terms
    )
    {
        if (width * count > LargestMatrix)
        {
            return null;
        }

        var matrix = new float[width * count];
        foreach (var (sum, column) in terms)
        {
            matrix[(column * count) + sum]++;
        }

        return graph
            .AddNode("MatMul", [values, graph.AddInitializer(name, matrix, width, count)])
            .DeclareShape(MatrixNodes.BatchAxis, count);
    }

    private static OnnxValue AddGathered(OnnxGraphBuilder graph, OnnxValue values, long[] places) =>
        graph
            .AddNode("Gather", [values, graph.AddIndices(places)], OnnxAttribute.Integer("axis", 1))
            .DeclareShape(MatrixNodes.BatchAxis, places.Length);

    private static bool IsUnchanged(long width, long[] places) =>
        places.Length == width && places.Index().All(place => place.Item == place.Index);
}
