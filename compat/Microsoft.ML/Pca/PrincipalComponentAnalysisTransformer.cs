using System.Numerics.Tensors;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed partial class PrincipalComponentAnalysisTransformer : OneToOneTransformerBase
{
    private readonly string _outputColumn;
    private readonly string _inputColumn;
    private readonly float[][] _vectors;
    private float[] _meanProjected; // null where the data were not centered

    internal PrincipalComponentAnalysisTransformer(
        IHostEnvironment env,
        string outputColumn,
        string inputColumn,
        float[][] vectors
    )
        : base(env)
    {
        _outputColumn = outputColumn;
        _inputColumn = inputColumn;
        _vectors = vectors;
    }

    internal PrincipalComponentAnalysisTransformer(
        IHostEnvironment env,
        string outputColumn,
        string inputColumn,
        float[][] vectors,
        float[] mean
    )
        : this(env, outputColumn, inputColumn, vectors)
    {
        if (mean != null)
        {
            _meanProjected = vectors.Select(vector => TensorPrimitives.Dot(vector, mean)).ToArray();
        }
    }

    internal static VectorDataViewType InputType(DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType { Size: > 1 } vector && vector.ItemType.Equals(NumberDataViewType.Single))
        {
            return vector;
        }

        throw SchemaErrors.WrongType(
            "input",
            column.Name,
            "known-size vector of Single of two or more items",
            column.Type.ToString()
        );
    }

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema)
    {
        var column =
            inputSchema.GetColumnOrNull(_inputColumn) ?? throw SchemaErrors.MissingColumn("input", _inputColumn);
        var type = InputType(column);
        if (type.Size != _vectors[0].Length)
        {
            var expected = new VectorDataViewType(NumberDataViewType.Single, _vectors[0].Length);
            throw SchemaErrors.WrongType("input", _inputColumn, expected.ToString(), type.ToString());
        }

        var source = column.Index;
        return
        [
            new(
                _outputColumn,
                new VectorDataViewType(NumberDataViewType.Single, _vectors.Length),
                DataViewSchema.Annotations.Empty,
                [source],
                row => Projection(row, source)
            ),
        ];
    }

    private ValueGetter<VBuffer<float>> Projection(DataViewRow row, int source)
    {
        var reader = new Trainers.FeatureColumnReader(row, source, _vectors[0].Length);
        return (ref VBuffer<float> value) =>
        {
            var features = reader.Read();
            var editor = VBufferEditor.Create(ref value, _vectors.Length);
            for (var i = 0; i < _vectors.Length; i++)
            {
                editor.Values[i] = TensorPrimitives.Dot(features, _vectors[i]) - (_meanProjected?[i] ?? 0);
            }

            value = editor.Commit();
        };
    }
}
