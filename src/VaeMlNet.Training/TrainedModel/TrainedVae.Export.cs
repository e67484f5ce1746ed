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
    /// <param name="parityRows">Real rows, float32 [N, D], N at least 1; with conditions, their raw slots follow, [N, D + slots].</param>
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
    public VaeParityReport Export(string modelFolder, Tensor parityRows, VaeExportOptions? options = null)
    {
        ThrowIfDisposed();
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        CheckRows(parityRows);
        options ??= new();
        CheckFormat(options.WeightFormat);
        OptionRange.Require(
            options.ParityTolerance is > 0 and <= 1_000,
            nameof(options.ParityTolerance),
            options.ParityTolerance,
            $"above 0, at most 1000",
            nameof(VaeExportOptions)
        );
        ArgumentOutOfRangeException.ThrowIfNegative(options.DensityRatioRowCount);
        IReadOnlyList<VaeOutputDifference> differences = [];
        ModelFolderWriter.Write(
            modelFolder,
            folder =>
            {
                (var files, differences) = CreateFiles(modelFolder, parityRows, options);
                ModelFolderWriter.WriteFiles(folder, files);
            }
        );
        return new VaeParityReport(parityRows.shape[0], differences);
    }

    /// <summary>Creates a model folder in memory, without writing it.</summary>
    internal ModelFolder ExportToMemory(string modelName, string description, IDataView parityData, int parityRowCount)
    {
        using var rows = ReadRows(RowsWithWeight.IfPresent(parityData, Options.Data), parityRowCount);
        return ModelFolder.FromFiles(description, CreateFiles(modelName, rows, new()).Files);
    }

    private (Dictionary<string, byte[]> Files, IReadOnlyList<VaeOutputDifference> Differences) CreateFiles(
        string modelFolder,
        Tensor parityRows,
        VaeExportOptions options
    )
    {
        Dictionary<string, byte[]> files = [];
        var warnings = AddGraphs(files, modelFolder, options.WeightFormat);
        TestDataSet.AddTo(files, Network, TrainingData, Options.Seed, options.WeightFormat);
        if (TrainingData.Calibration is { } calibration)
        {
            files.Add(ModelFolderFiles.Calibration, ModelFolderFile<CalibrationScores>.ToBytes(calibration));
        }

        files.Add(ModelFolderFiles.History, ModelFolderFile<TrainingHistory>.ToBytes(new(BestEpoch.Epoch, History)));
        var manifest = ModelManifest.Create(this, modelFolder, options.WeightFormat);
        files.Add(ModelFolderFiles.Manifest, ManifestJson.ToBytes(manifest, modelFolder));
        if (FindDensityRatio(files, manifest, options) is { } ratio)
        {
            files.Add(ModelFolderFiles.DensityRatio, ModelFolderFile<DensityRatio>.ToBytes(ratio));
        }

        return (files, CheckParity(files, parityRows, manifest, options, warnings));
    }

    /// <summary>
    /// Writes the model folder like <see cref="Export(string, Tensor, VaeExportOptions)"/>, with rows from ML.NET data.
    /// </summary>
    /// <param name="modelFolder">The folder to write. The model takes its name.</param>
    /// <param name="parityData">
    /// Data with the column <see cref="FeatureColumnName"/>. Rows of weight 0 are left out, as in the training, if the data has the column of weights.
    /// </param>
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
    public VaeParityReport Export(string modelFolder, IDataView parityData, VaeExportOptions? options = null)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(parityData);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ParityRowCount, 1);
        parityData = RowsWithWeight.IfPresent(parityData, Options.Data);
        using var rows = ReadRows(parityData, options.ParityRowCount);
        return Export(modelFolder, rows, options with { DensityRatioData = options.DensityRatioData ?? parityData });
    }

    /// <summary>Learns the density ratio of real rows to rows that the new model draws; null without rows, or if they are alike.</summary>
    private DensityRatio? FindDensityRatio(
        Dictionary<string, byte[]> files,
        VaeManifest manifest,
        VaeExportOptions options
    )
    {
        var mostRows = Math.Min(options.DensityRatioRowCount, DensityRatioFit.MostCells / InputDim);
        if (
            options.DensityRatioData is not { } data
            || Math.Min(mostRows, TrainingData.RowCount) < DensityRatioFit.FewestRows
            || Table is null
            || Options.ConditionColumns is not null
            || Options.Series is not null
            || !CellByCellCandidates.HidAnyCells(manifest)
        )
        {
            return null;
        }

        // The data can be other rows than those of the training.
        var real = SampleRows(data, mostRows);
        if (real.Count < DensityRatioFit.FewestRows)
        {
            return null;
        }

        using var model = VaeModel.Open(ModelFolder.FromFiles("the new model", new(files)));
        return CellByCellCandidates.CanDraw(model)
            ? DensityRatioFit.Fit(model, real, drawn => ReadRows(drawn), Table.HasCopies(real), Options.Seed)
            : null;
    }

    /// <summary>
    /// Compares ONNX Runtime with TorchSharp. If they differ for custom modules, a known fault of TorchSharp can be the reason.
    /// VaeMlNet's own networks work around these faults.
    /// </summary>
    private IReadOnlyList<VaeOutputDifference> CheckParity(
        Dictionary<string, byte[]> files,
        Tensor rows,
        VaeManifest manifest,
        VaeExportOptions options,
        string[] warnings
    )
    {
        try
        {
            return ParityCheck.Run(files, Network, rows, new OwnUnitTerms(manifest), options);
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

    /// <summary>Adds the graphs. Returns the exporter's warnings about the network's modules.</summary>
    /// <exception cref="VaeModelException">A graph contains a node that model folders do not allow.</exception>
    private string[] AddGraphs(Dictionary<string, byte[]> files, string modelFolder, OnnxWeightFormat weights)
    {
        List<string> warnings = [];
        foreach (var graph in ModelGraph.All(Network))
        {
            var onnx = graph.Build();
            onnx.WeightFormat = weights;
            var bytes = onnx.ToBytes();
            GraphRules.CheckNew(modelFolder, graph.FileName, bytes);
            files.Add(graph.FileName, bytes);
            warnings.AddRange(onnx.Warnings);
        }

        return [.. warnings.Distinct()];
    }
}
