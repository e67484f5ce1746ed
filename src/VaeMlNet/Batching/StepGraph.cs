namespace VaeMlNet;

/// <summary>One of the graphs that a step runs, one after the other.</summary>
/// <param name="File">Its file in the model folder.</param>
/// <param name="Model">Its bytes.</param>
/// <param name="Inputs">Its inputs: the step's input columns, or outputs of the graph before it.</param>
/// <param name="HandsOn">The output that the next graph takes; null for the last one, whose outputs become columns.</param>
internal sealed record StepGraph(
    string File,
    byte[] Model,
    IReadOnlyList<GraphTensor> Inputs,
    GraphTensor? HandsOn = null
)
{
    /// <summary>The outputs that a run has to compute when these are wanted of the step.</summary>
    public IEnumerable<GraphTensor> Outputs(IEnumerable<GraphTensor> wantedOfTheStep) =>
        HandsOn is { } next ? [next] : wantedOfTheStep;
}
