using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    // What ML.NET seeds a split with when neither the call nor the context has a seed.
    private const int DefaultSplitSeed = 42;

    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        Check.Value(input, nameof(input));
        var prefetch = (columnsToPrefetch ?? []).Select(name =>
            input.Schema.GetColumnOrNull(name)?.Index
            ?? throw SchemaErrors.MissingColumn("prefetch", name, nameof(columnsToPrefetch))
        );
        return new CachedView(input, prefetch.ToArray());
    }

    public IDataView TakeRows(IDataView input, long count)
    {
        Check.Value(input, nameof(input));
        Check.Param(count > 0, nameof(count), "Must be greater than zero.");
        return new LimitedView(input, skip: 0, take: count);
    }

    public IDataView SkipRows(IDataView input, long count)
    {
        Check.Value(input, nameof(input));
        Check.Param(count > 0, nameof(count), "Must be greater than zero.");
        return new LimitedView(input, skip: count, take: long.MaxValue);
    }

    public IDataView ShuffleRows(
        IDataView input,
        int? seed = null,
        int shufflePoolSize = 1000,
        bool shuffleSource = true
    )
    {
        Check.Value(input, nameof(input));
        Check.Param(shufflePoolSize > 0, nameof(shufflePoolSize), "Must be positive");
        var chosen = seed ?? ((HostEnvironment)_environment).Rand.Next();
        return new ShuffledView(input, chosen, shufflePoolSize, shuffleSource);
    }

    public TrainTestData TrainTestSplit(
        IDataView data,
        double testFraction = 0.1,
        string samplingKeyColumnName = null,
        int? seed = null
    )
    {
        Check.Value(data, nameof(data));
        Check.Param(0 < testFraction && testFraction < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        RefuseSamplingKey(samplingKeyColumnName);
        return Split(data, SplitSeed(seed), number => 0 <= number && number < testFraction);
    }

    public IReadOnlyList<TrainTestData> CrossValidationSplit(
        IDataView data,
        int numberOfFolds = 5,
        string samplingKeyColumnName = null,
        int? seed = null
    )
    {
        Check.Value(data, nameof(data));
        Check.Param(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        RefuseSamplingKey(samplingKeyColumnName);
        var chosen = SplitSeed(seed);
        return Enumerable
            .Range(0, numberOfFolds)
            .Select(fold =>
            {
                var lower = (double)fold / numberOfFolds;
                var upper = (double)(fold + 1) / numberOfFolds;
                return Split(data, chosen, number => lower <= number && number <= upper);
            })
            .ToArray();
    }

    private static TrainTestData Split(IDataView data, uint seed, Func<double, bool> isTest) =>
        new(new SplitView(data, seed, number => !isTest(number)), new SplitView(data, seed, isTest));

    private static void RefuseSamplingKey(string columnName)
    {
        if (columnName is not null)
        {
            throw new NotSupportedException("Splitting by a sampling key column is not supported here.");
        }
    }

    private uint SplitSeed(int? seed) => (uint)(seed ?? ((HostEnvironment)_environment).Seed ?? DefaultSplitSeed);

    public struct TrainTestData
    {
        public readonly IDataView TrainSet;
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }
}
