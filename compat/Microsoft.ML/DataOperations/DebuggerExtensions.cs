using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public static class DebuggerExtensions
{
    private const int DefaultRows = 100;

    public static DataDebuggerPreview Preview(this IDataView data, int maxRows = DefaultRows) => new(data, maxRows);

    public static DataDebuggerPreview Preview(
        this ITransformer transformer,
        IDataView data,
        int maxRows = DefaultRows
    ) => new(transformer.Transform(data), maxRows);

    public static DataDebuggerPreview Preview(
        this IEstimator<ITransformer> estimator,
        IDataView data,
        int maxRows = DefaultRows,
        int maxTrainingRows = DefaultRows
    )
    {
        Check.Value(estimator, nameof(estimator));
        Check.Value(data, nameof(data));
        Check.Param(maxRows >= 0, nameof(maxRows));
        Check.Param(maxTrainingRows >= 0, nameof(maxTrainingRows));
        var model = estimator.Fit(new LimitedView(data, skip: 0, take: maxTrainingRows));
        return new DataDebuggerPreview(model.Transform(data), maxRows);
    }

    public static DataDebuggerPreview Preview<TSource>(
        this IDataLoader<TSource> loader,
        TSource source,
        int maxRows = DefaultRows
    ) => new(loader.Load(source), maxRows);
}
