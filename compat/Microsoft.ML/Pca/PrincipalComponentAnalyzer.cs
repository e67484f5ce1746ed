using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class PrincipalComponentAnalyzer : IEstimator<PrincipalComponentAnalysisTransformer>
{
    private readonly IHost _host;
    private readonly string _outputColumn;
    private readonly string _inputColumn;
    private readonly string _weightColumn;
    private readonly int _rank;
    private readonly int _oversampling;
    private readonly bool _ensureZeroMean;
    private readonly int? _seed;

    internal PrincipalComponentAnalyzer(
        IHostEnvironment env,
        string outputColumn,
        string inputColumn,
        string weightColumn,
        int rank,
        int oversampling,
        bool ensureZeroMean,
        int? seed
    )
    {
        Check.Value(env, nameof(env));
        Check.NonEmpty(outputColumn, "outputColumnName");
        Check.Param(oversampling >= 0, "Oversampling", "Oversampling must be non-negative.");
        Check.Param(rank > 0, "Rank", "Rank must be positive.");
        _host = env.Register(nameof(PrincipalComponentAnalyzer));
        _outputColumn = outputColumn;
        _inputColumn = inputColumn;
        _weightColumn = weightColumn;
        _rank = rank;
        _oversampling = oversampling;
        _ensureZeroMean = ensureZeroMean;
        _seed = seed;
    }

    public PrincipalComponentAnalysisTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        var type = PrincipalComponentAnalysisTransformer.InputType(input.Schema[_inputColumn]);
        Check.Param(
            _rank <= type.Size,
            "Rank",
            "Rank must be positive, and at most the dimension of untransformed data"
        );
        CheckWeightColumn(input.Schema);
        var rows = new Trainers.PcaRows(
            input,
            _inputColumn,
            _weightColumn,
            weight => weight >= 0 && float.IsFinite(weight)
        );
        var svd = new Trainers.RandomizedSvd(type.Size, _ensureZeroMean, rows.Pass);
        var vectors =
            svd.Fit(_rank, _oversampling, _seed is { } seed ? new Random(seed) : _host.Rand)
            ?? throw new InvalidOperationException($"Empty data in column '{_inputColumn}'");
        return new PrincipalComponentAnalysisTransformer(_host, _outputColumn, _inputColumn, vectors, svd.Mean);
    }

    private void CheckWeightColumn(DataViewSchema schema)
    {
        if (_weightColumn == null)
        {
            return;
        }

        var column = schema.GetColumnOrNull(_weightColumn);
        Check.That(column != null, $"Weight column '{_weightColumn}' does not exist.");
        Check.Param(column.Value.Type == NumberDataViewType.Single, "weightColumn");
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        if (
            !inputSchema.TryFindColumn(_inputColumn, out var column)
            || column.Kind != SchemaShape.Column.VectorKind.Vector
            || !column.ItemType.Equals(NumberDataViewType.Single)
        )
        {
            throw SchemaErrors.MissingColumn("input", _inputColumn);
        }

        return inputSchema.With(
            new SchemaShape.Column(
                _outputColumn,
                SchemaShape.Column.VectorKind.Vector,
                NumberDataViewType.Single,
                isKey: false
            )
        );
    }
}
