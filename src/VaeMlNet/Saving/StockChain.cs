using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using VaeMlNet.Files;

namespace VaeMlNet;

/// <summary>
/// A chain of ML.NET's own transformers that computes the columns of a step row by row. A saved pipeline contains this chain,
/// so that it loads without VaeMlNet.
/// </summary>
/// <remarks>
/// ApplyOnnxModel reads columns with the names of the graph's inputs: a copy of the features, or the raw columns of a table
/// themselves, of which there can be thousands. Its output columns have the graph's names. They are copied to the user's names,
/// and intermediate columns are dropped. ApplyOnnxModel returns vectors only. A stock anomaly detector converts a score to
/// Single and adds its label. It also converts the number of a key, which MapValue then maps to the key.
/// </remarks>
internal sealed class StockChain : IDisposable
{
    private const string Score = "Score";
    private const string PredictedLabel = "PredictedLabel";
    private const string Key = "Key";

    /// <summary>The names of a detector's output columns.</summary>
    private static readonly string[] DetectorColumns = [Score, PredictedLabel];

    private readonly MLContext ml = new();
    private readonly List<ITransformer> stages = [];
    private readonly BatchedOnnxStep step;
    private readonly DataViewSchema schema; // of the step's data. The names of a detector hide columns later.
    private readonly StockColumns columns;
    private readonly string[] inputNames;
    private readonly TemporaryFile temporary;
    private IDataView data;

    public StockChain(BatchedOnnxStep step, DataViewSchema schema)
    {
        if (step.Inputs.FirstOrDefault(i => i.FindIn(schema) is null) is { } missing)
        {
            throw StepErrors.SavedWithout(step.Name, missing.ColumnName);
        }

        this.step = step;
        this.schema = schema;
        columns = new(step, schema);
        inputNames = NamesOfInputs();
        data = new SchemaOnlyView(schema);
        temporary = TemporaryFile.NewFolder("save");
        try
        {
            Build();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Save(ModelSaveContext context) =>
        ((ICanSaveModel)new TransformerChain<ITransformer>([.. stages])).Save(context);

    public void Dispose()
    {
        foreach (var stage in stages.OfType<IDisposable>())
        {
            stage.Dispose();
        }

        temporary.Dispose();
    }

    private void Build()
    {
        foreach ((var input, var name) in step.Inputs.Zip(inputNames))
        {
            if (name != input.ColumnName)
            {
                Copy(name, input.ColumnName);
            }
        }

        AppendGraphs();
        AppendDetectors();
        foreach (var output in step.Outputs)
        {
            CopyTo(output, columns.For(SourceOf(output)));
        }

        Drop(columns.All);
    }

    private void AppendGraphs()
    {
        SavedInput[] all = [.. step.Inputs.Zip(inputNames, SavedInput.From)];
        var inputs = all[..step.Graphs[0].Inputs.Count];
        foreach ((var index, var graph) in step.Graphs.Index())
        {
            var saved = graph.HandsOn is { } next
                ? Describe(inputs, [new(columns.For($"graph{index}_{next.Name}"), next)])
                : Describe(inputs, Outputs());
            AppendGraph(graph, saved, Path.Combine(temporary.Folder, $"graph{index}.onnx"));
            var first = saved.Outputs[0];
            // The conditions are the last inputs of the step.
            var conditions = all[(all.Length - step.Graphs[^1].Inputs.Count + 1)..];
            inputs = [SavedInput.HandedOn(step.Inputs[0], first.Tensor with { Name = first.Column }), .. conditions];
        }
    }

    private void AppendGraph(StepGraph graph, SavedStep saved, string file)
    {
        var edited = new OnnxGraphEditor(graph.Model);
        foreach ((var input, var own) in graph.Inputs.Zip(saved.Inputs))
        {
            if (input.Name != own.Tensor.Name)
            {
                edited.RenameInput(input, own.Tensor.Name);
            }
        }

        GraphTensor[] scores = [.. step.Outputs.OfType<ScalarOutput>().Where(o => o.IsScore).Select(o => o.Tensor)];
        foreach (var output in saved.Outputs)
        {
            edited.AddRowOutput(output.Column, output.Tensor, scores.Contains(output.Tensor));
            if (output.SlotNames?.ToArray() is { } names)
            {
                edited.AddSlotNames(output.Column, names);
            }
        }

        foreach (var key in graph.HandsOn is null ? step.Outputs.OfType<KeyOutput>() : [])
        {
            edited.AddNumbers(SourceTensor(key).Name, key.Tensor);
        }

        File.WriteAllBytes(file, saved.WriteInto(edited));
        // This session never runs a row. Its threads, which are not saved, would only spin for a while.
        var options = new OnnxOptions
        {
            ModelFile = file,
            InputColumns = [.. saved.Inputs.Select(i => i.Tensor.Name)],
            OutputColumns = [.. saved.Outputs.Select(o => o.Column)],
            IntraOpNumThreads = 1,
        };
        Append(ml.Transforms.ApplyOnnxModel(options));
    }

    /// <summary>
    /// Returns the slot names of a vector, or of the column that the step was fitted on; null if there are none.
    /// </summary>
    private string[]? SlotNamesOf(VectorOutput output)
    {
        var column = step.Inputs[output.Input].FindIn(schema)!.Value;
        return (output.HasInputSlots ? SlotNames.Read(column) : null) ?? output.OwnSlotNames?.ToArray();
    }

    private SavedOutput[] Outputs() =>
        [
            .. step
                .Outputs.GroupBy(SourceTensor)
                .Select(g => new SavedOutput(
                    columns.For(g.Key.Name),
                    g.Key,
                    g.OfType<VectorOutput>().Select(SlotNamesOf).FirstOrDefault(names => names is not null)
                )),
        ];

    /// <summary>
    /// Returns the names of the first graph's inputs, which are also the names of the columns that feed them. Columns of a
    /// table keep their names if possible.
    /// </summary>
    private string[] NamesOfInputs()
    {
        HashSet<string> taken = step.Inputs.Any(input => input is ColumnInput)
            ? [.. step.Graphs.SelectMany(graph => OnnxValueNames.Read(graph.Model))]
            : [];
        return
        [
            .. step.Inputs.Select(
                (input, index) =>
                    input is ColumnInput && (input.ColumnName == input.Tensor.Name || !taken.Contains(input.ColumnName))
                        ? input.ColumnName
                        : columns.For(step.Inputs.Count == 1 ? "input" : $"input{index}")
            ),
        ];
    }

    private SavedStep Describe(SavedInput[] inputs, SavedOutput[] outputs) =>
        new()
        {
            Step = step.Name,
            Model = Path.GetFileName(Path.TrimEndingDirectorySeparator(step.ModelFolder)),
            Inputs = inputs,
            Outputs = outputs,
            BatchSize = step.BatchSize,
        };

    /// <summary>Appends a detector for each score, and copies the detector's columns to their final names.</summary>
    /// <remarks>
    /// A detector's columns are always called Score and PredictedLabel. If the data has no columns of these names, they are
    /// dropped. Otherwise nothing may be dropped by that name, because the data's own column would be lost or change its place.
    /// The detector's column is then hidden by the step's column of that name, or by a copy of the data's own column.
    /// </remarks>
    private void AppendDetectors()
    {
        GraphTensor[] scored = [.. step.Outputs.Where(IsScored).Select(SourceTensor).Distinct()];
        if (scored.Length == 0)
        {
            return;
        }

        string[] ofData = [.. DetectorColumns.Where(name => data.Schema.GetColumnOrNull(name) is not null)];
        string[] kept = [.. ofData.Where(name => step.Outputs.All(o => o.Name != name))];
        foreach (var name in kept)
        {
            Copy(columns.For("kept_" + name), name);
        }

        foreach (var tensor in scored)
        {
            AppendDetector(tensor);
            Copy(columns.For(tensor.Name + "_" + Score), Score);
            Copy(columns.For(tensor.Name + "_" + PredictedLabel), PredictedLabel);
            Drop([.. DetectorColumns.Except(ofData)]);
        }

        foreach (var name in kept)
        {
            Copy(name, columns.For("kept_" + name));
        }

        foreach (var key in step.Outputs.OfType<KeyOutput>())
        {
            AppendKeys(key);
        }
    }

    private static bool IsScored(OutputColumn output) => output is ScalarOutput or ThresholdOutput or KeyOutput;

    /// <summary>
    /// Returns the output of the saved graph. Keys are numbers, float32, which a detector converts to a scalar.
    /// </summary>
    private static GraphTensor SourceTensor(OutputColumn output) =>
        output is KeyOutput ? new(output.Tensor.Name + "_number", output.Tensor.Width) : output.Tensor;

    private static string SourceOf(OutputColumn output) =>
        output switch
        {
            ScalarOutput => output.Tensor.Name + "_" + Score,
            ThresholdOutput => output.Tensor.Name + "_" + PredictedLabel,
            KeyOutput => output.Tensor.Name + "_" + Key,
            _ => output.Tensor.Name,
        };

    private void AppendDetector(GraphTensor tensor)
    {
        // No score is above an infinite threshold. The label is not requested.
        var threshold =
            step.Outputs.OfType<ThresholdOutput>().FirstOrDefault(o => o.Tensor == tensor)?.Threshold
            ?? float.PositiveInfinity;
        Append(StockDetector.Create(ml, columns.For(tensor.Name), threshold));
    }

    /// <summary>Appends a lookup, because no other transformer of ML.NET converts numbers to keys with key values of their own.</summary>
    private void AppendKeys(KeyOutput key)
    {
        var input = step.Inputs[key.Input].FindIn(schema);
        var lookup = new KeyLookupView((KeyDataViewType)key.Type, key.Annotations(input.GetValueOrDefault()));
        var number = columns.For(SourceTensor(key).Name + "_" + Score);
        Append(
            ml.Transforms.Conversion.MapValue(columns.For(SourceOf(key)), lookup, lookup.Number, lookup.Key, number)
        );
    }

    /// <summary>
    /// Copies a column. A conversion to its own type would copy only the values of a detector's score, but not the annotations
    /// of a score column.
    /// </summary>
    private void CopyTo(OutputColumn output, string source)
    {
        if (output is ScalarOutput { IsScore: false })
        {
            Append(ml.Transforms.Conversion.ConvertType(output.Name, source, DataKind.Single));
        }
        else
        {
            Copy(output.Name, source);
        }
    }

    private void Copy(string output, string input) => Append(ml.Transforms.CopyColumns(output, input));

    private void Drop(string[] names)
    {
        if (names.Length > 0)
        {
            Append(ml.Transforms.DropColumns(names));
        }
    }

    private void Append<T>(IEstimator<T> estimator)
        where T : class, ITransformer => Append(estimator.Fit(data));

    private void Append(ITransformer stage)
    {
        stages.Add(stage);
        data = stage.Transform(data);
    }
}
