using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

public sealed partial class OnnxTransformer : RowToRowTransformerBase, IDisposable
{
    internal readonly OnnxModel Model;

    private readonly IDictionary<string, int[]> _shapes;

    /// <param name="env">The environment.</param>
    /// <param name="options">No input or output columns means all of the model's.</param>
    /// <param name="modelBytes">The model; null to read it from the file that the options name.</param>
    internal OnnxTransformer(IHostEnvironment env, OnnxOptions options, byte[] modelBytes = null)
        : base(env)
    {
        Check.Value(options, nameof(options));
        CheckNames(options.InputColumns, nameof(options.InputColumns));
        CheckNames(options.OutputColumns, nameof(options.OutputColumns));
        _shapes = options.ShapeDictionary ?? new Dictionary<string, int[]>();
        Model = OpenModel(options, modelBytes);
        try
        {
            Inputs = NamesOrAll(options.InputColumns, Model.Inputs);
            Outputs = NamesOrAll(options.OutputColumns, Model.Outputs);
            OutputTypes = Outputs.Select(OutputType).ToArray();
        }
        catch
        {
            Model.Dispose();
            throw;
        }
    }

    internal string[] Inputs { get; }

    internal string[] Outputs { get; }

    internal DataViewType[] OutputTypes { get; }

    public void Dispose() => Model.Dispose();

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema)
    {
        var inputs = Inputs.Select(name => BindInput(inputSchema, name)).ToArray();
        var runs = new OnnxRowRuns(Model, inputs);
        var model = Model.ToByteArray();
        var sources = inputs.Select(input => input.Column.Index).Distinct().ToArray();
        return Outputs
            .Select(
                (name, i) =>
                    new ComputedColumn(
                        ColumnName(name),
                        OutputTypes[i],
                        AnnotationsOf(model, ColumnName(name)),
                        sources,
                        row => runs.MakeGetter(row, name, ((VectorDataViewType)OutputTypes[i]).ItemType)
                    )
            )
            .ToArray();
    }

    // ML.NET's own exporter ends the names of a graph's outputs so. The estimator promises the whole name all the same.
    private static string ColumnName(string output) =>
        output.EndsWith(".output", StringComparison.Ordinal)
            ? output.Replace(".output", "", StringComparison.Ordinal)
            : output;

    private static DataViewSchema.Annotations AnnotationsOf(byte[] model, string column)
    {
        if (OnnxSlotNames.Find(model, column) is not { Length: > 0 } names)
        {
            return DataViewSchema.Annotations.Empty;
        }

        var builder = new DataViewSchema.Annotations.Builder();
        var type = new VectorDataViewType(TextDataViewType.Instance, names.Length);
        builder.Add(AnnotationKinds.SlotNames, type, AnnotationGetters.Vector(names));
        return builder.ToAnnotations();
    }

    private OnnxBoundInput BindInput(DataViewSchema schema, string name)
    {
        var variable = Model.GetInput(name);
        var column = schema.GetColumnOrNull(name) ?? throw SchemaErrors.MissingColumn("input", name);
        if (variable.Type == null)
        {
            throw new NotSupportedException($"Input '{name}' of the ONNX model is no tensor.");
        }

        var itemType = (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
        // By raw type: a key column fits an input of unsigned integers.
        if (itemType.RawType != variable.ItemType.RawType)
        {
            throw SchemaErrors.WrongType("input", name, variable.ItemType.ToString(), column.Type.ToString());
        }

        var shapeSize = variable.Shape.Aggregate(1, (product, size) => product * size);
        var columnSize = (column.Type as VectorDataViewType)?.Size ?? 1;
        Check.That(
            columnSize % shapeSize == 0,
            $"Input shape mismatch: Input '{name}' has shape {string.Join(",", variable.Shape)}, "
                + $"but input data is of length {columnSize}."
        );
        return new OnnxBoundInput(name, column, variable.Shape);
    }

    private DataViewType OutputType(string name)
    {
        var type = Model.GetOutput(name).Type;
        return type as VectorDataViewType
            ?? throw new NotSupportedException($"Output '{name}' of the ONNX model is no tensor with dimensions.");
    }

    private static OnnxModel OpenModel(OnnxOptions options, byte[] modelBytes)
    {
        try
        {
            if (modelBytes != null)
            {
                return OnnxModel.FromBytes(modelBytes, options);
            }

            Check.Param(!string.IsNullOrWhiteSpace(options.ModelFile), nameof(options.ModelFile));
            if (!File.Exists(options.ModelFile))
            {
                throw new IOException($"Model file {options.ModelFile} does not exists.");
            }

            return OnnxModel.FromFile(options.ModelFile, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidOperationException($"Error initializing model :{e}", e);
        }
    }

    private static void CheckNames(string[] names, string parameterName)
    {
        foreach (var name in names ?? [])
        {
            Check.Param(!string.IsNullOrWhiteSpace(name), parameterName);
        }
    }

    private static string[] NamesOrAll(string[] names, OnnxVariable[] variables) =>
        names is { Length: > 0 } ? names : variables.Select(variable => variable.Name).ToArray();
}
