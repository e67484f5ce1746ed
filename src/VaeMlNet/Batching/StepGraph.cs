namespace VaeMlNet;

/// <summary>One of the graphs that a step runs in sequence.</summary>
/// <param name="File">The file of the graph in the model folder.</param>
/// <param name="Model">The bytes of the graph.</param>
/// <param name="Inputs">The inputs of the graph: the step's input columns, or outputs of the graph before it.</param>
/// <param name="HandsOn">The output that the next graph reads; null for the last graph, whose outputs become columns.</param>
internal sealed record StepGraph(
    string File,
    byte[] Model,
    IReadOnlyList<GraphTensor> Inputs,
    GraphTensor? HandsOn = null
)
{
    /// <summary>Returns the outputs that a run must compute if the given outputs of the step are requested.</summary>
    public IEnumerable<GraphTensor> Outputs(IEnumerable<GraphTensor> wantedOfTheStep) =>
        HandsOn is { } next ? [next] : wantedOfTheStep;
}
