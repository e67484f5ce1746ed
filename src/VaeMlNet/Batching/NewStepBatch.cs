namespace VaeMlNet;

/// <summary>Creates the buffers of a step for a batch of rows.</summary>
/// <param name="step">The step.</param>
/// <param name="sessions">The sessions of the step.</param>
/// <param name="outputs">The requested outputs.</param>
/// <param name="capacity">The number of rows of a full batch.</param>
internal delegate StepBatch NewStepBatch(
    BatchedOnnxStep step,
    StepSessions sessions,
    IReadOnlyList<GraphTensor> outputs,
    int capacity
);
