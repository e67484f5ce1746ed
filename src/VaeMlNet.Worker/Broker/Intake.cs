namespace VaeMlNet.Worker;

/// <summary>The limits of the messages and bytes that a session takes from the broker at once.</summary>
/// <param name="Prefetch">The largest number of unacknowledged messages.</param>
/// <param name="LargestMessage">
/// The largest body, in bytes. A larger one ends the session before the body is read.
/// </param>
/// <remarks>
/// The client reads a whole body into memory before the worker sees it. The limit therefore applies before a body arrives. A message
/// above that limit needs a separate session, which takes one message at a time and can send it as a dead letter.
/// </remarks>
internal sealed record Intake(ushort Prefetch, uint LargestMessage)
{
    /// <summary>The largest message that RabbitMQ accepts, with any configuration, in bytes.</summary>
    private const uint LargestOfRabbitMq = 512 << 20;

    /// <summary>
    /// The largest frame, in bytes. The client also applies the limit of messages to single frames.
    /// </summary>
    public const uint LargestFrame = 128 << 10;

    /// <summary>Gets the intake that takes one message of any size at a time.</summary>
    public static Intake OneByOne { get; } = new(1, LargestOfRabbitMq);

    /// <summary>Gets whether messages of any size are taken, one at a time.</summary>
    public bool IsOneByOne => ReferenceEquals(this, OneByOne);

    /// <summary>Creates an intake for messages up to a size.</summary>
    /// <param name="prefetch">The largest number of unacknowledged messages.</param>
    /// <param name="byteLimit">The size of the largest message that is processed, in bytes.</param>
    public static Intake UpTo(ushort prefetch, int byteLimit) => new(prefetch, Math.Max((uint)byteLimit, LargestFrame));
}
