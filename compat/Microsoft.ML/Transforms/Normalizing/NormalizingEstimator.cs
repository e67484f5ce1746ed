using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    private const string ExpectedItems = "vector or scalar of Single or Double";

    private readonly IHost _host;
    private readonly InputOutputColumnPair[] _columns;
    private readonly long _maximumExampleCount;
    private readonly INormalizationRule _rule;

    internal NormalizingEstimator(
        IHostEnvironment env,
        InputOutputColumnPair[] columns,
        long maximumExampleCount,
        INormalizationRule rule
    )
    {
        Check.Value(columns, nameof(columns));
        Check.Param(maximumExampleCount > 1, nameof(maximumExampleCount), "Must be greater than 1");
        _host = env.Register(nameof(NormalizingEstimator));
        _columns = columns;
        _maximumExampleCount = maximumExampleCount;
        _rule = rule;
    }

    public NormalizingTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        var sources = _columns.Select(pair => Find(input.Schema, pair.InputColumnName)).ToArray();
        using var cursor = input.GetRowCursor(sources);
        var learners = sources.Select(source => SlotLearner.Create(cursor, source, _rule)).ToArray();
        for (long row = 0; row < _maximumExampleCount && cursor.MoveNext(); row++)
        {
            foreach (var learner in learners)
            {
                learner.Learn();
            }
        }

        var columns = _columns.Select(
            (pair, i) =>
                new NormalizedColumn(pair.OutputColumnName, pair.InputColumnName, sources[i].Type, learners[i].Finish())
        );
        return new NormalizingTransformer(_host, columns.ToArray());
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(_columns.Select(pair => OutputShape(inputSchema, pair)));
    }

    private static SchemaShape.Column OutputShape(SchemaShape inputSchema, InputOutputColumnPair pair)
    {
        var input = inputSchema.FindInput(pair.InputColumnName);
        if (input.Kind == SchemaShape.Column.VectorKind.VariableVector)
        {
            throw SchemaErrors.WrongType("input", input.Name, "fixed-size vector or scalar", input.GetTypeString());
        }

        if (!IsReal(input.ItemType))
        {
            throw SchemaErrors.WrongType("input", input.Name, ExpectedItems, input.GetTypeString());
        }

        var annotations = new List<SchemaShape.Column>
        {
            AnnotationShapes.Scalar(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance),
        };
        if (input.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out var slotNames))
        {
            annotations.Add(slotNames);
        }

        return new SchemaShape.Column(
            pair.OutputColumnName,
            input.Kind,
            input.ItemType,
            isKey: false,
            new SchemaShape(annotations)
        );
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name) ?? throw SchemaErrors.MissingColumn("input", name, "data");
        if (!IsReal(PrimitiveTypes.ItemTypeOf(column.Type)) || column.Type is VectorDataViewType { IsKnownSize: false })
        {
            throw SchemaErrors.WrongType("input", name, ExpectedItems, column.Type.ToString(), "data");
        }

        return column;
    }

    private static bool IsReal(DataViewType type) =>
        type == NumberDataViewType.Single || type == NumberDataViewType.Double;
}
