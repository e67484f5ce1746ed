using Microsoft.ML;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

public sealed partial class TrainedVae
{
    /// <summary>
    /// Writes the model folder (ONNX graphs, manifest, test data, checksums). Before that, ONNX Runtime must compute the same
    /// results as TorchSharp on the given rows.
    /// </summary>
    /// <remarks>
    /// Everything is written into a temporary folder beside <paramref name="modelFolder"/>, which replaces it at the end. If
    /// anything fails, an old model remains. The rows are compared and never stored.
    /// </remarks>
    /// <param name="modelFolder">The folder to write. The model takes its name.</param>
    /// <param name="parityRows">Real rows, float32 [N, D], N at least 1.</param>
    /// <param name="options">The format of the weights, and the tolerance. Default: null, which means the default of each option.</param>
    /// <returns>The largest difference of each output.</returns>
    /// <exception cref="ArgumentException">The tensor is not float32 [N, D].</exception>
    /// <exception cref="ArgumentOutOfRangeException">The format of the weights is unknown.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, or ONNX Runtime and TorchSharp disagree by more than the weights' format explains.
    /// </exception>
    /// <exception cref="VaeModelException">
    /// The folder cannot be written or contains something other than a model; or a custom converter wrote a node that model
    /// folders do not allow.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <example><code>
    /// trained.Export("onnx/turbines", rows, new VaeExportOptions { WeightFormat = OnnxWeightFormat.Int8 });
    /// </code></example>
    public VaeExportReport Export(string modelFolder, Tensor parityRows, VaeExportOptions? options = null)
    {
        ThrowIfDisposed();
        return Export(modelFolder, parityRows, options ?? new(), isKept: true);
    }

    /// <summary>Writes a model folder that is read and deleted immediately, without flushing it to disk.</summary>
    internal void ExportToRead(string modelFolder, IDataView parityData, int parityRowCount)
    {
        using var rows = ReadRows(parityData, parityRowCount);
        Export(modelFolder, rows, new VaeExportOptions(), isKept: false);
    }

    private VaeExportReport Export(string modelFolder, Tensor parityRows, VaeExportOptions options, bool isKept)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        CheckRows(parityRows);
        CheckFormat(options.WeightFormat);
        OptionRange.Require(
            options.ParityTolerance is > 0 and <= 1_000,
            nameof(options.ParityTolerance),
            options.ParityTolerance,
            $"above 0, at most 1000"
        );
        var weights = options.WeightFormat;
        IReadOnlyList<VaeParityDifference> differences = [];
        ModelFolderWriter.Write(
            modelFolder,
            folder =>
            {
                var warnings = WriteOnnxFiles(modelFolder, folder, weights);
                if (TrainingData.Calibration is { } calibration)
                {
                    CalibrationJson.File.Write(folder, calibration);
                }

                HistoryJson.Write(folder, new(History, BestEpoch.Epoch));
                var manifest = ModelManifest.Create(this, modelFolder, weights);
                manifest.Write(Path.Combine(folder, ModelFolderFiles.Manifest));
                differences = CheckParity(folder, parityRows, manifest, options, warnings);
            },
            isKept
        );
        return new VaeExportReport(modelFolder, parityRows.shape[0], differences);
    }

    /// <summary>
    /// Writes the model folder like <see cref="Export(string, Tensor, VaeExportOptions)"/>, with rows from ML.NET data.
    /// </summary>
    /// <param name="modelFolder">The folder to write. The model takes its name.</param>
    /// <param name="parityData">Data with the column <see cref="FeatureColumnName"/>.</param>
    /// <param name="options">The format of the weights, the number of compared rows, and the tolerance. Default: null, which means the default of each option.</param>
    /// <returns>The largest difference of each output.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The column is missing, or differs from the training data; or an option is out of its range.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, a value is unusable, or ONNX Runtime and TorchSharp disagree by more than the weights' format
    /// explains.
    /// </exception>
    /// <exception cref="VaeModelException">
    /// The folder cannot be written or contains something other than a model; or a custom converter wrote a node that model
    /// folders do not allow.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public VaeExportReport Export(string modelFolder, IDataView parityData, VaeExportOptions? options = null)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(parityData);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ParityRowCount, 1);
        using var rows = ReadRows(parityData, options.ParityRowCount);
        return Export(modelFolder, rows, options);
    }

    /// <summary>
    /// Compares ONNX Runtime with TorchSharp. If they differ for custom modules, a known fault of TorchSharp can be the reason.
    /// VaeMlNet's own networks work around these faults.
    /// </summary>
    private IReadOnlyList<VaeParityDifference> CheckParity(
        string folder,
        Tensor rows,
        VaeManifest manifest,
        VaeExportOptions options,
        string[] warnings
    )
    {
        try
        {
            return ParityCheck.Run(folder, Network, rows, new OwnUnitTerms(manifest), options);
        }
        catch (InvalidOperationException e)
            when (warnings.Length > 0 && Options.NetworkOrDefault is CustomNetworkOptions)
        {
            throw new InvalidOperationException($"{e.Message} {string.Join(' ', warnings)}", e);
        }
    }

    private static void CheckFormat(OnnxWeightFormat format)
    {
        if (!Enum.IsDefined(format))
        {
            throw new ArgumentOutOfRangeException(
                nameof(format),
                format,
                "VaeExportOptions.WeightFormat is no format of weights. Pass Float32, Float16 or Int8."
            );
        }
    }

    /// <summary>Writes the graphs. Returns the exporter's warnings about the network's modules.</summary>
    /// <exception cref="VaeModelException">A graph contains a node that model folders do not allow.</exception>
    private string[] WriteOnnxFiles(string modelFolder, string folder, OnnxWeightFormat weights)
    {
        try
        {
            List<string> warnings = [];
            foreach (var graph in ModelGraph.All(Network))
            {
                var onnx = graph.Build();
                onnx.WeightFormat = weights;
                onnx.Save(Path.Combine(folder, graph.FileName));
                GraphRules.CheckWritten(modelFolder, folder, graph.FileName);
                warnings.AddRange(onnx.Warnings);
            }

            TestDataSet.Write(folder, Network, TrainingData, Options.Seed, weights);
            return [.. warnings.Distinct()];
        }
        catch (OnnxExportException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            // The path in the message is temporary. An IOException becomes an error about the model folder.
            throw new IOException(e.InnerException.Message, e);
        }
    }
}
