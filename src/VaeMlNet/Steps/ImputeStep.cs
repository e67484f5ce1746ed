using Microsoft.ML;

namespace VaeMlNet;

/// <summary>
/// Creates the step of VaeImpute. It runs imputer.onnx for posterior means. To sample, it runs encoder.onnx and decoder.onnx,
/// and samples after each.
/// </summary>
internal static class ImputeStep
{
    private const string Name = "VaeImpute";

    public static BatchedOnnxStep Create(StepModel model, string[]? inputColumnNames, VaeImputeOptions options)
    {
        var folder = model.Folder;
        var manifest = folder.Manifest;
        if (!manifest.IsTable)
        {
            throw ImputeErrors.NoTable(folder.Path);
        }
        // If the user names no columns, they have the names of the manifest. The name of an output is never the name of an
        // input.
        var inputs = StepInputs.Create(folder, Name, InputNames.FromNames(inputColumnNames), "", options);
        var isDrawn = options.Kind switch
        {
            VaeImputeKind.PosteriorMean => false,
            VaeImputeKind.Draw => true,
            _ => throw ImputeErrors.NoSuchKind(options.Kind),
        };
        var outputs = Outputs(folder, inputs, options.Columns);
        return new BatchedOnnxStep
        {
            Name = Name,
            ModelFolder = folder.Path,
            Folder = folder,
            Graphs = isDrawn
                ? DrawingGraphs(folder)
                : [new(ModelFolderFiles.Imputer, folder.Imputer!, Tensors(folder))],
            Inputs = inputs,
            Outputs = outputs,
            BatchSize = options.BatchSize,
            Settings = model.Settings,
            Draws = isDrawn ? new PosteriorDraws(manifest, options.Seed) : null,
        }.Checked();
    }

    private static StepGraph[] DrawingGraphs(ModelFolder folder)
    {
        var code = GraphTensors.EncoderOutputs(folder.Manifest)[0];
        return
        [
            new(ModelFolderFiles.Encoder, folder.Encoder, Tensors(folder), HandsOn: code),
            new(ModelFolderFiles.Decoder, folder.Decoder, [GraphTensors.Latent(folder.Manifest)]),
        ];
    }

    private static GraphTensor[] Tensors(ModelFolder folder) => GraphTensors.Inputs(folder.Manifest);

    private static OutputColumn[] Outputs(ModelFolder folder, StepInput[] inputs, InputOutputColumnPair[]? pairs)
    {
        var columns = folder.Manifest.Columns;
        int[] imputable = [.. Enumerable.Range(0, inputs.Length).Where(i => columns[i].CanBeMissing)];
        pairs ??= [.. imputable.Select(i => new InputOutputColumnPair(inputs[i].ColumnName))];
        if (pairs.Length == 0)
        {
            throw ImputeErrors.NothingToFill(folder.Path);
        }

        return
        [
            .. pairs.Select(pair =>
            {
                ArgumentNullException.ThrowIfNull(pair, nameof(VaeImputeOptions.Columns));
                var index = Array.FindIndex(imputable, i => inputs[i].ColumnName == pair.InputColumnName);
                return index >= 0
                    ? Output(pair.OutputColumnName, columns[imputable[index]], imputable[index])
                    : throw ImputeErrors.NotImputable(
                        folder.Path,
                        pair.InputColumnName,
                        imputable.Select(i => inputs[i].ColumnName)
                    );
            }),
        ];
    }

    private static OutputColumn Output(string name, VaeColumn column, int input)
    {
        var tensor = GraphTensors.ImputerOutput(column);
        return column switch
        {
            { Type: VaeColumn.KeyType } => new KeyOutput(name, tensor, column) { Input = input },
            { Width: 1, SlotNames: null } => new ScalarOutput(name, tensor) { Input = input, IsScore = false },
            _ => new VectorOutput(name, tensor, hasInputSlots: true, column.SlotNames) { Input = input },
        };
    }
}
