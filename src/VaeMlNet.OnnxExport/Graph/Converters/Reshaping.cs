using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// Converts Flatten and Unflatten to Reshape. In ONNX's target shape, 0 copies an axis of the input and one -1 is computed.
/// Therefore axes before the reshaped ones can be symbolic, and those after them must be numbers.
/// </summary>
internal static class Reshaping
{
    private const long Copied = 0;
    private const long Computed = -1;

    public static OnnxConverters WithReshaping(this OnnxConverters converters) =>
        converters.With<Flatten>("`Reshape`", ExportFlatten).With<Unflatten>("`Reshape`", ExportUnflatten);

    private static OnnxValue ExportFlatten(OnnxGraphBuilder graph, Flatten module, OnnxValue input, string path)
    {
        var shape = RequireShape(graph, input);
        var first = NormalizeAxis(graph, module.start_dim, input);
        var last = NormalizeAxis(graph, module.end_dim, input);
        if (first > last)
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' flattens axes {first} to {last} of its input {input}, which end before "
                    + "they start. Correct start_dim or end_dim."
            );
        }

        if (first == last)
        {
            return input;
        }

        var flattened = Product(shape.Take(first..(last + 1)));
        long[] target =
        [
            .. Enumerable.Repeat(Copied, first),
            flattened.Size ?? Computed,
            .. SizesAfter(graph, input, last),
        ];
        return graph
            .AddNode("Reshape", [input, graph.AddIndices(target)])
            .DeclareShape([.. shape.Take(first), flattened, .. shape.Skip(last + 1)]);
    }

    private static OnnxValue ExportUnflatten(OnnxGraphBuilder graph, Unflatten module, OnnxValue input, string path)
    {
        var shape = RequireShape(graph, input);
        var axis = NormalizeAxis(graph, module.dim, input);
        var sizes = ResolveSizes(graph, module.unflattened_size, shape[axis], input);
        long[] target = [.. Enumerable.Repeat(Copied, axis), .. sizes, .. SizesAfter(graph, input, axis)];
        var dimensions = sizes.Select(size => size == Computed ? default : OnnxDimension.FromInt64(size));
        return graph
            .AddNode("Reshape", [input, graph.AddIndices(target)])
            .DeclareShape([.. shape.Take(axis), .. dimensions, .. shape.Skip(axis + 1)]);
    }

    // Replaces -1 by its size if the axis is known, and checks the sizes against the axis.
    private static long[] ResolveSizes(OnnxGraphBuilder graph, long[] sizes, OnnxDimension axis, OnnxValue input)
    {
        if (axis.Size is not { } total)
        {
            return sizes;
        }

        var known = sizes.Where(size => size != Computed).Aggregate(1L, (product, size) => product * size);
        var isComputed = sizes.Contains(Computed);
        if (isComputed ? known == 0 || total % known != 0 : known != total)
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' unflattens an axis into [{string.Join(", ", sizes)}], but that axis of "
                    + $"its input {input} has {total} elements. The product of the sizes must equal it."
            );
        }

        return [.. sizes.Select(size => size == Computed ? total / known : size)];
    }

    private static IReadOnlyList<OnnxDimension> RequireShape(OnnxGraphBuilder graph, OnnxValue input) =>
        input.Shape
        ?? throw new OnnxExportException(
            $"Module '{graph.CurrentModule}' reshapes {input.Name}, whose number of axes is not known. "
                + "Let the converter that made it call DeclareShape."
        );

    private static int NormalizeAxis(OnnxGraphBuilder graph, long axis, OnnxValue input)
    {
        var rank = input.Shape!.Count;
        if (axis < -rank || axis >= rank)
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' reshapes axis {axis}, but its input {input} has axes 0 to {rank - 1}. "
                    + "Correct the module's axis (the batch is axis 0), or what comes before it."
            );
        }

        return (int)(axis < 0 ? axis + rank : axis);
    }

    private static IEnumerable<long> SizesAfter(OnnxGraphBuilder graph, OnnxValue input, int axis) =>
        input
            .Shape!.Skip(axis + 1)
            .Select(dimension =>
                dimension.Size
                ?? throw new OnnxExportException(
                    $"Module '{graph.CurrentModule}' reshapes axis {axis} of its input {input}, but a later axis is "
                        + "not a number. Give the later axes fixed sizes."
                )
            );

    private static OnnxDimension Product(IEnumerable<OnnxDimension> dimensions)
    {
        var product = 1L;
        foreach (var dimension in dimensions)
        {
            if (dimension.Size is not { } size)
            {
                return default;
            }

            product *= size;
        }

        return product;
    }
}
