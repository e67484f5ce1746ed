namespace VaeMlNet.Hosting;

/// <summary>Options for a scorer that is registered with <c>AddVaeScorer</c>.</summary>
/// <remarks>They are checked when the host starts. Thread safety: set them during the registration only.</remarks>
public sealed class VaeHostedScorerOptions
{
    /// <summary>Gets or sets the model folder, such as <c>onnx/machines</c>.</summary>
    /// <value>Required. A relative path is relative to the current folder of the process. The path may be a link to a folder.</value>
    public string ModelFolder { get; set; } = "";

    /// <summary>Gets or sets the options for the sessions: device, threads and memory.</summary>
    /// <value>Default: the CPU, with one thread for each request.</value>
    public VaeSessionOptions Session { get; set; } = new();

    /// <summary>Gets or sets the kind of score.</summary>
    /// <value>
    /// Default: <see cref="VaeScoreKind.NegativeElbo"/>. <see cref="VaeScoreKind.MarginalLikelihood"/> is not supported.
    /// </value>
    public VaeScoreKind Kind { get; set; } = VaeScoreKind.NegativeElbo;

    /// <summary>Gets or sets the largest number of single rows that share a run of the model.</summary>
    /// <value>Default: 1. Range: 1 to 4096.</value>
    /// <remarks>
    /// Choose more for a GPU, as of <see cref="VaeModel.CreateScorer"/>. Ignored by <see cref="VaeHostedScorer.Score"/>, which scores the rows of a
    /// request together.
    /// </remarks>
    public int MaxBatchSize { get; set; } = 1;

    /// <summary>Gets or sets the time between two looks at the model folder.</summary>
    /// <value>Default: 2 seconds. Range: 10 milliseconds to 1 day, or zero, which means that the folder is read only when the host starts.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);
}
