using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The ways in which a training can end.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VaeConvergence>))]
public enum VaeConvergence
{
    /// <summary>
    /// The loss no longer fell: early stopping ended the training, or the last tenth of the epochs lowered the loss by at most a hundredth
    /// of its whole decrease. If trimming left rows out, only the epochs since then count.
    /// </summary>
    [JsonStringEnumMemberName("converged")]
    Converged,

    /// <summary>The loss still fell in the last tenth of the epochs. Train with more epochs, such as twice as many.</summary>
    [JsonStringEnumMemberName("still_improving")]
    StillImproving,

    /// <summary>The time ran out before the last epoch. Train with a larger time budget.</summary>
    [JsonStringEnumMemberName("out_of_time")]
    OutOfTime,

    /// <summary>
    /// The latents tell next to nothing about a row: the KL divergence is below 0.05 nats, or below 1 nat while the decoded values are hardly
    /// closer to the rows than the mean of each column (<see cref="VaeTrainingSummary.RelativeError"/> above 0.9). Scores then rank rows by each
    /// column on its own, and expected values are means. Either the columns do not depend on each other, or the rows are too few, or the weight of
    /// KL is too large.
    /// </summary>
    [JsonStringEnumMemberName("collapsed")]
    Collapsed,

    /// <summary>
    /// The windows of time series are so few that all epochs are passes that they allow, and no window is held out to validate on. The training loss still
    /// falls, because the network begins to know them by heart. More epochs would make the model of later rows worse.
    /// </summary>
    [JsonStringEnumMemberName("limited")]
    Limited,
}
