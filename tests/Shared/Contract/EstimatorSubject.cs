using Microsoft.ML;

namespace VaeMlNet.Tests.Shared;

/// <summary>An estimator under the contract: how it is made, what it reads and what it adds.</summary>
public record EstimatorSubject
{
    public required string Name { get; init; }

    /// <summary>Gets the number of the estimator among those under the contract, by which layouts take turns.</summary>
    public int Turn { get; init; }

    /// <summary>Gets a function that creates the estimator for a batch size.</summary>
    public required Func<int, IEstimator<ITransformer>> Create { get; init; }

    /// <summary>Gets the columns that the estimator reads.</summary>
    public required IReadOnlyList<SourceColumn> Inputs { get; init; }

    /// <summary>Gets the columns that the estimator adds, in order, each with the input that it is computed from.</summary>
    public required IReadOnlyList<(string Column, string Input)> Added { get; init; }

    /// <summary>Gets whether each output runs the whole model, and so needs every input.</summary>
    public bool EachOutputNeedsAllInputs { get; init; }

    /// <summary>
    /// Gets whether a single number counts as a vector of length 1. A scalar then has a wrong size, which shapes do not
    /// show.
    /// </summary>
    public bool TakesScalars { get; init; }

    /// <summary>
    /// Gets a function that returns the number of runs of a transformer's model so far, or null if this number is
    /// unknown.
    /// </summary>
    public Func<ITransformer, long>? CountRuns { get; init; }

    /// <summary>Gets a function that makes a loaded transformer run in batches again.</summary>
    public required Func<ITransformer, ITransformer> RestoreBatching { get; init; }

    /// <summary>Returns the names of the inputs that an added column needs.</summary>
    public IEnumerable<string> InputsOf(string column) =>
        EachOutputNeedsAllInputs
            ? Inputs.Select(i => i.Name)
            : Added.Where(a => a.Column == column).Select(a => a.Input);

    public string[] AddedNames => [.. Added.Select(a => a.Column)];

    public sealed override string ToString() => Name;
}
