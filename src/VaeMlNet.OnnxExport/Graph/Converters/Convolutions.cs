using TorchSharp;
using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// Converts convolutions, with W [out, in / groups, kernel...], and transposed convolutions, with W [in, out / groups,
/// kernel...].
/// </summary>
internal static class Convolutions
{
    private const string ConvolutionForm = "`Conv`; before it `Pad` where the padding is not of zeros";

    public static OnnxConverters WithConvolutions(this OnnxConverters converters) =>
        converters
            .With<Conv1d>(ConvolutionForm, ExportConvolution)
            .With<Conv2d>(ConvolutionForm, ExportConvolution)
            .With<ConvTranspose1d>("`ConvTranspose`", ExportTransposed)
            .With<ConvTranspose2d>("`ConvTranspose`", ExportTransposed);

    private static OnnxValue ExportConvolution(OnnxGraphBuilder graph, Convolution module, OnnxValue input, string path)
    {
        var kernel = module.kernel_size;
        ImageInput.Check(graph, input, kernel.Length, module.in_channels);
        var (before, after) = ResolvePadding(module);
        var source = input;
        if (module.padding_mode != PaddingModes.Zeros)
        {
            RequireEqualAxes(graph, module, before, after);
            source = PaddingNodes.Add(graph, input, before, after, module.padding_mode);
            (before, after) = (new long[kernel.Length], new long[kernel.Length]);
        }

        var result = graph.AddNode(
            "Conv",
            [source, .. Parameters(graph, module, path)],
            OnnxAttribute.Integers("kernel_shape", kernel),
            OnnxAttribute.Integers("strides", module.stride),
            OnnxAttribute.Integers("pads", [.. before, .. after]),
            OnnxAttribute.Integers("dilations", module.dilation),
            OnnxAttribute.Integer("group", module.groups)
        );
        return ImageInput.DeclareShape(
            result,
            source,
            module.out_channels,
            (axis, size) =>
                WindowArithmetic.Count(
                    graph,
                    input,
                    size + before[axis] + after[axis],
                    WindowArithmetic.Extent(kernel[axis], module.dilation[axis]),
                    module.stride[axis]
                )
        );
    }

    private static OnnxValue ExportTransposed(
        OnnxGraphBuilder graph,
        ConvolutionTranspose module,
        OnnxValue input,
        string path
    )
    {
        var kernel = module.kernel_size;
        ImageInput.Check(graph, input, kernel.Length, module.in_channels);
        var padding = module.padding ?? new long[kernel.Length];
        var (after, extra) = SplitOutputPadding(graph, module, padding);
        var result = graph.AddNode(
            "ConvTranspose",
            [input, .. Parameters(graph, module, path)],
            OnnxAttribute.Integers("kernel_shape", kernel),
            OnnxAttribute.Integers("strides", module.stride),
            OnnxAttribute.Integers("pads", [.. padding, .. after]),
            OnnxAttribute.Integers("dilations", module.dilation),
            OnnxAttribute.Integers("output_padding", extra),
            OnnxAttribute.Integer("group", module.groups)
        );
        return ImageInput.DeclareShape(
            result,
            input,
            module.out_channels,
            (axis, size) =>
                ((size - 1) * module.stride[axis])
                - (2 * padding[axis])
                + WindowArithmetic.Extent(kernel[axis], module.dilation[axis])
                + module.output_padding[axis]
        );
    }

    // Output padding removes padding at the end. ONNX Runtime accepts it only below the stride, TorchSharp also below the
    // dilation. In the latter case, the padding at the end is made smaller instead.
    private static (long[] PaddingAfter, long[] OutputPadding) SplitOutputPadding(
        OnnxGraphBuilder graph,
        ConvolutionTranspose module,
        long[] padding
    )
    {
        var (after, extra) = (padding.ToArray(), module.output_padding.ToArray());
        for (var axis = 0; axis < extra.Length; axis++)
        {
            if (extra[axis] < module.stride[axis])
            {
                continue;
            }

            if (extra[axis] > padding[axis])
            {
                throw new OnnxExportException(
                    $"Module '{graph.CurrentModule}' has output_padding {extra[axis]} on axis {axis + 2}, which reaches its "
                        + $"stride {module.stride[axis]} and exceeds its padding {padding[axis]}; ONNX runtimes do not run "
                        + "that. Use an output_padding below the stride."
                );
            }

            (after[axis], extra[axis]) = (padding[axis] - extra[axis], 0);
        }

        return (after, extra);
    }

    private static OnnxValue[] Parameters(OnnxGraphBuilder graph, Convolution module, string path)
    {
        var weight = graph.AddParameter($"{path}.weight", module.weight);
        return module.bias is { } bias ? [weight, graph.AddParameter($"{path}.bias", bias)] : [weight];
    }

    // "Same" padding adds the extent of the kernel minus 1 to each axis, with the odd element at the end (ATen's
    // _convolution_same).
    private static (long[] Before, long[] After) ResolvePadding(Convolution module)
    {
        if (module.padding_type != TorchSharp.Padding.Same)
        {
            var padding = module.padding ?? new long[module.kernel_size.Length];
            return (padding, padding);
        }

        var total = module
            .kernel_size.Select((size, axis) => WindowArithmetic.Extent(size, module.dilation[axis]) - 1)
            .ToArray();
        return ([.. total.Select(size => size / 2)], [.. total.Select(size => size - (size / 2))]);
    }

    // The order of axes in TorchSharp's list of these paddings is not documented, so an export could differ.
    private static void RequireEqualAxes(OnnxGraphBuilder graph, Convolution module, long[] before, long[] after)
    {
        if (
            module.padding_type == TorchSharp.Padding.Same
            && (before.Distinct().Count() > 1 || after.Distinct().Count() > 1)
        )
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' pads its axes by different amounts in mode {module.padding_mode} with "
                    + "Padding.Same, which is not exported. State the padding in numbers, or use zeros."
            );
        }
    }
}
