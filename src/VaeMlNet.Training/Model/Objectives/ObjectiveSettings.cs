namespace VaeMlNet;

/// <summary>The settings of an objective that change from step to step.</summary>
/// <param name="KlWeight">The weight of the KL term.</param>
/// <param name="Temperature">The temperature of relaxed latents.</param>
/// <param name="Capacity">The KL divergence in nats that the latents should have; null for as little as possible.</param>
/// <param name="RowCount">The number of all rows N, of which a batch is a part.</param>
internal readonly record struct ObjectiveSettings(double KlWeight, double Temperature, double? Capacity, long RowCount);
