using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Chains one step for each of several column pairs, all on one model, as ML.NET's overloads for several columns do.</summary>
internal static class ColumnPairs
{
    private const string ColumnsParameter = "columns";

    /// <summary>Returns the steps as a chain, in the order of the pairs.</summary>
    /// <exception cref="ArgumentException">
    /// There is no pair, two steps write the same column, or a step reads a column that an earlier one writes.
    /// </exception>
    public static EstimatorChain<TTransformer> Chain<TTransformer>(
        InputOutputColumnPair[] columns,
        Func<InputOutputColumnPair, VaeEstimator<TTransformer>> create
    )
        where TTransformer : VaeTransformer
    {
        if (columns.Length == 0)
        {
            throw Wrong(
                ColumnsParameter,
                "At least one column pair is needed, but there is none. Pass output and input column names."
            );
        }

        var written = new HashSet<string>();
        EstimatorChain<TTransformer>? chain = null;
        foreach (var pair in columns)
        {
            var estimator = create(pair ?? throw new ArgumentNullException(ColumnsParameter));
            CheckOrder(estimator.Step, written);
            chain = chain?.Append(estimator) ?? new EstimatorChain<ITransformer>().Append(estimator);
        }

        return chain!;
    }

    /// <summary>Refuses pairs that depend on their order. ML.NET's own transformers read all pairs from the original data, but chained steps read each other's columns.</summary>
    private static void CheckOrder(BatchedOnnxStep step, HashSet<string> written)
    {
        if (step.Inputs.FirstOrDefault(i => written.Contains(i.ColumnName)) is { } input)
        {
            throw Wrong(
                ColumnsParameter,
                $"A column pair of {step.Name} reads '{input.ColumnName}', which an earlier pair writes. Put the pair that reads it first, or append a second {step.Name} to read the new values."
            );
        }

        foreach (var output in step.Outputs)
        {
            if (!written.Add(output.Name))
            {
                throw Wrong(
                    ColumnsParameter,
                    $"{step.Name} would write two output columns named '{output.Name}'. Give each pair its own name; a name in the options works for one pair only."
                );
            }
        }
    }

    private static ArgumentException Wrong(string parameter, string message) => new(message, parameter);
}
