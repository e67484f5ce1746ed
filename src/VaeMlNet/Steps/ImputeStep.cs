using Microsoft.ML;

namespace VaeMlNet;

/// <summary>
/// Creates the step of VaeImpute. It runs imputer.onnx for posterior means. For samples and uncertainties, it runs encoder.onnx and
/// decoder.onnx.
/// </summary>
internal static class ImputeStep
{
    private const string Name = "VaeImpute";

    public static BatchedOnnxStep Create(StepModel model, string[]? inputColumnNames, VaeImputeOptions options)
    {
        var folder = model.Folder;
        var manifest = folder.Manifest;
        if (manifest.HasFeatures)
        {
            throw ImputeErrors.NoTable(folder.Path);
        }
        // If the user names no columns, they have the names of the manifest. The name of an output is never the name of an
        // input.
        var inputs = StepInputs.Create(folder, Name, InputNames.FromNames(inputColumnNames), "", options);
        var isDrawn = options.Values switch
        {
            VaeDecodedValues.Mean => false,
            VaeDecodedValues.Draw => true,
            _ => throw ImputeErrors.NoSuchValues(options.Values),
        };
        Check(options, isDrawn);
        var outputs = Outputs(folder, inputs, options);
        var step = new BatchedOnnxStep
        {
            Name = Name,
            ModelFolder = folder.Path,
            Folder = folder,
            Graphs = [new(ModelFolderFiles.Imputer, folder.Imputer!, GraphTensors.Inputs(manifest))],
            Inputs = inputs,
            Outputs = outputs,
            BatchSize = model.Settings.BatchSize(options.BatchSize),
            Settings = model.Settings,
        };
        if (isDrawn || options.UncertaintySuffix is not null)
        {
            step = step with
            {
                Graphs = PosteriorGraphs.Create(folder),
                Posterior = new PosteriorDraws(manifest, options.Seed),
                NewBatch = isDrawn
                    ? static (step, sessions, filled, capacity) => new DrawnBatch(step, sessions, filled, capacity)
                    : static (step, sessions, filled, capacity) => new PredictedBatch(step, sessions, filled, capacity),
            };
        }

        return step.Checked();
    }

    private static void Check(VaeImputeOptions options, bool isDrawn)
    {
        if (options.UncertaintySuffix is { } suffix && (isDrawn || suffix.Length == 0))
        {
            throw ImputeErrors.Uncertainty(isDrawn);
        }
    }

    private static OutputColumn[] Outputs(ModelFolder folder, StepInput[] inputs, VaeImputeOptions options)
    {
        var pairs = options.Columns;
        var columns = folder.Manifest.Columns;
        int[] imputable = [.. Enumerable.Range(0, columns.Count).Where(i => columns[i].CanBeMissing)];
        pairs ??= [.. imputable.Select(i => new InputOutputColumnPair(inputs[i].ColumnName))];
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
