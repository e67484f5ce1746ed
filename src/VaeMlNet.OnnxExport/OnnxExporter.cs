using TorchSharp;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// Exports TorchSharp modules to ONNX files. Thread safety: may be used from several threads at once, unless a module is
/// trained or moved while it is exported.
/// </summary>
public static class OnnxExporter
{
    /// <summary>
    /// Writes a module with one float32 input and one output as an ONNX model. Its weights are converted to float32. It is
    /// exported for inference (dropout is off), whatever mode it is in, and is not changed.
    /// </summary>
    /// <param name="module">A Sequential, a layer with a converter, or a module that implements <see cref="IOnnxExportable"/>.</param>
    /// <param name="inputShape">The input's shape without the batch axis: [784] for float32 [N, 784]. Sizes are 1 or more.</param>
    /// <param name="path">
    /// The file. Its folder must exist. It is written completely or not at all, and an existing file is replaced.
    /// </param>
    /// <param name="options">Names, metadata and further converters; null for the defaults.</param>
    /// <exception cref="ArgumentException">An argument is null, or <paramref name="path"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size in <paramref name="inputShape"/> is below 1.</exception>
    /// <exception cref="OnnxExportException">
    /// A module in the tree cannot be expressed or does not fit its input (the message names its path and what to do),
    /// the model would exceed 2 GiB, or the file cannot be written.
    /// </exception>
    /// <example>
    /// <code>
    /// var model = nn.Sequential(("hidden", nn.Linear(784, 400)), ("relu", nn.ReLU()), ("head", nn.Linear(400, 10)));
    /// OnnxExporter.Export(model, [784], "classifier.onnx");
    /// </code>
    /// </example>
    public static void Export(torch.nn.Module module, long[] inputShape, string path, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(inputShape);
        ArgumentException.ThrowIfNullOrEmpty(path);
        foreach (var size in inputShape)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(inputShape));
        }

        options ??= new OnnxExportOptions();
        OnnxDimension[] shape = [options.BatchAxisName, .. inputShape.Select(OnnxDimension.FromInt64)];
        Export(module, [new OnnxInput(options.InputName, OnnxElementType.Float32, shape)], path, options);
    }

    /// <summary>
    /// Writes a module with the given inputs, and with an output for each of <see cref="OnnxExportOptions.OutputNames"/>.
    /// </summary>
    /// <param name="module">
    /// A layer with a converter, or a module that implements <see cref="IOnnxExportable"/>, as modules of several inputs
    /// or outputs do.
    /// </param>
    /// <param name="inputs">The arguments of <c>forward</c> in order, with complete shapes, which include the batch axis.</param>
    /// <param name="path">
    /// The file. Its folder must exist. It is written completely or not at all, and an existing file is replaced.
    /// </param>
    /// <param name="options">Names, metadata and further converters; null for the defaults.</param>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    /// <exception cref="OnnxExportException">
    /// The same errors as for one input; or the number of outputs differs from the number of names.
    /// </exception>
    /// <example>
    /// <code>
    /// var model = nn.Sequential(nn.Embedding(1000, 16), nn.Flatten(), nn.Linear(12 * 16, 3));
    /// OnnxExporter.Export(model, [new OnnxInput("tokens", OnnxElementType.Int64, "N", 12)], "classifier.onnx");
    /// </code>
    /// </example>
    public static void Export(
        torch.nn.Module module,
        OnnxInput[] inputs,
        string path,
        OnnxExportOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (inputs.Length == 0)
        {
            throw new ArgumentException("A model needs at least one input.", nameof(inputs));
        }

        options ??= new OnnxExportOptions();
        var graph = Build(module, inputs, options);
        graph.Save(path);
        foreach (var warning in graph.Warnings)
        {
            options.Warn?.Invoke(warning);
        }
    }

    private static OnnxGraphBuilder Build(torch.nn.Module module, OnnxInput[] inputs, OnnxExportOptions options)
    {
        var graph = new OnnxGraphBuilder(module.GetType().Name, options.Converters)
        {
            Opset = options.Opset,
            FoldBatchNorm = options.FoldBatchNorm,
            WeightFormat = options.WeightFormat,
            Description = options.Description,
        };
        foreach (var (key, value) in options.Metadata)
        {
            graph.AddMetadata(key, value);
        }

        var values = inputs.Select(input => graph.AddInput(input.Name, input.ElementType, input.Shape)).ToArray();
        var outputs = graph.AddModule(module, values, "");
        if (outputs.Length != options.OutputNames.Count)
        {
            throw new OnnxExportException(
                $"Module '{module.GetType().Name}' has {outputs.Length} outputs, but {options.OutputNames.Count} are named: "
                    + $"'{string.Join("', '", options.OutputNames)}'. Set {nameof(OnnxExportOptions)}."
                    + $"{nameof(OnnxExportOptions.OutputNames)} to a name for each."
            );
        }

        foreach (var (output, name) in outputs.Zip(options.OutputNames))
        {
            graph.AddOutput(name, output);
        }

        return graph;
    }
}
