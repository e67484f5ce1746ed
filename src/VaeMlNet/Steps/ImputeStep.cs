using Microsoft.ML;

namespace VaeMlNet;

/// <summary>
/// Creates the step of VaeImpute. It runs imputer.onnx. For samples and uncertainties, it also runs encoder.onnx and decoder.onnx.
/// </summary>
internal static class ImputeStep
{
    private const string Name = "VaeImpute";

    public static BatchedOnnxStep Create(StepModel model, string[]? inputColumnNames, VaeImputeOptions options)
    {
        var folder = model.Folder.WithLatents();
        var manifest = folder.Manifest;
        if (manifest.HasFeatures)
        {
            throw ImputeErrors.NoTable(folder.Path);
        }
        // If the user names no columns, they have the names of the manifest. The name of an output is never the name of an
        // input.
        var inputs = StepInputs.Create(folder, Name, InputNames.FromNames(inputColumnNames), "", options);
        Check(options);
        var outputs = Outputs(folder, inputs, options);
        var step = new BatchedOnnxStep
        {
            Name = Name,
            Folder = folder,
            Graphs = [new(ModelFolderFiles.Imputer, folder.Imputer!, GraphTensors.Inputs(manifest))],
            Inputs = inputs,
            Outputs = outputs,
            BatchSize = model.Settings.BatchSize(options.BatchSize),
            Settings = model.Settings,
        };
        if (options.DrawsValues || options.UncertaintySuffix is not null)
        {
            step = step with
            {
                Graphs = [.. PosteriorGraphs.Create(folder), .. step.Graphs],
                Posterior = new PosteriorDraws(manifest, options.Seed),
                NewBatch = options.DrawsValues
                    ? static (step, sessions, filled, capacity) => new DrawnBatch(step, sessions, filled, capacity)
                    : static (step, sessions, filled, capacity) => new PredictedBatch(step, sessions, filled, capacity),
            };
        }

        var fill = step.NewBatch;
        step = step with
        {
            NewBatch = (step, sessions, outputs, capacity) =>
                new GapsBatch(step, outputs, capacity, fill(step, sessions, outputs, capacity)),
        };
        return step.Checked();
    }

    private static void Check(VaeImputeOptions options)
    {
        if (options.UncertaintySuffix is { } suffix && (options.DrawsValues || suffix.Length == 0))
        {
            throw ImputeErrors.Uncertainty(options.DrawsValues);
        }
    }

    private static OutputColumn[] Outputs(ModelFolder folder, StepInput[] inputs, VaeImputeOptions options)
    {
        var pairs = options.Columns;
        var columns = folder.Manifest.Columns;
        int[] imputable = [.. Enumerable.Range(0, columns.Count).Where(i => columns[i].CanBeMissing)];
        // An output under the name of a column that the step does not read would hide observed cells.
        pairs ??=
        [
            .. imputable
                .Where(i => inputs[i] is not ColumnInput { IsLeftOut: true })
                .Select(i => new InputOutputColumnPair(inputs[i].ColumnName)),
        ];
        if (pairs.Length == 0)
        {
            throw ImputeErrors.NothingToFill(folder.Path);
        }

        return
        [
            .. pairs.SelectMany(pair =>
            {
                ArgumentNullException.ThrowIfNull(pair, nameof(VaeImputeOptions.Columns));
                var index = Array.FindIndex(imputable, i => inputs[i].ColumnName == pair.InputColumnName);
                return index >= 0
                    ? Outputs(pair.OutputColumnName, columns[imputable[index]], imputable[index], options)
                    : throw ImputeErrors.NotImputable(
                        folder.Path,
                        pair.InputColumnName,
                        imputable.Select(i => inputs[i].ColumnName)
                    );
            }),
        ];
    }

    private static IEnumerable<OutputColumn> Outputs(string name, VaeColumn column, int input, VaeImputeOptions options)
    {
        yield return Output(name, column, input, GraphTensors.ImputerOutput(column));
        if (options.UncertaintySuffix is { } suffix)
        {
            var numbers = column with { Type = VaeColumn.SingleType };
            yield return Output(name + suffix, numbers, input, GraphTensors.Uncertainty(column));
        }
    }

    private static OutputColumn Output(string name, VaeColumn column, int input, GraphTensor tensor) =>
        column switch
        {
            { Type: VaeColumn.KeyType } => new KeyOutput(name, tensor, column) { Input = input },
            { Width: 1, SlotNames: null } => new ScalarOutput(name, tensor) { Input = input, IsScore = false },
            _ => new VectorOutput(name, tensor, hasInputSlots: true, column.SlotNames) { Input = input },
        };
}

/// <summary>Creates the errors of <c>VaeImpute</c>.</summary>
internal static class ImputeErrors
{
    // The parameter name of the public methods that throw these errors.
    private const string OptionsParameter = "options";

    public static ArgumentException NoTable(string modelFolder) =>
        Wrong(
            $"VaeImpute needs a model of a table, but model '{modelFolder}' was trained on features, which have no missing values. Train on the raw columns, for instance with VaeFeaturize(outputColumnName, inputColumnNames), or fill the features with ReplaceMissingValues.",
            "modelFolder"
        );

    public static ArgumentException NothingToFill(string modelFolder) =>
        Wrong(
            $"VaeImpute has no column to fill: VaeImputeOptions.Columns is empty, or the step reads Boolean columns of model '{modelFolder}' only, which are never missing. Name number or key columns, or leave Columns null for all that the step reads."
        );

    public static ArgumentException NotImputable(string modelFolder, string column, IEnumerable<string> imputable) =>
        Wrong(
            $"VaeImputeOptions.Columns names input column '{column}', which is no number or key column that model '{modelFolder}' reads. Those are: {string.Join(", ", imputable.Select(n => $"'{n}'"))}."
        );

    public static ArgumentException Uncertainty(bool isDrawn) =>
        Wrong(
            isDrawn
                ? "VaeImputeOptions.UncertaintySuffix is not possible with DrawsValues, because samples differ from each other by the uncertainty. Leave the suffix null, or DrawsValues false."
                : "VaeImputeOptions.UncertaintySuffix is empty, so that a column of uncertainties would have the name of the filled column. Pass a text such as \"Uncertainty\", or null."
        );

    public static NotSupportedException Saving(string modelFolder) =>
        new(
            $"VaeImpute of model '{modelFolder}' cannot be saved: it samples missing cells (DrawsValues) or computes uncertainties, which no transformer of ML.NET can do, so that the pipeline would not work without VaeMlNet. Save it with means alone, or keep the model folder and create the step again where it is used."
        );

    private static ArgumentException Wrong(string message, string parameter = OptionsParameter) =>
        new(message, parameter);
}
