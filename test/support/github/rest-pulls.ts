/** Pull requests, and what people and bots say on them. */
import { BOT, type Comment } from './conversation.ts';
import type { Pull, Repository } from './repository.ts';
import { type Answer, invalid, NOT_FOUND } from './rest-answers.ts';
import { filesView, repositoryView } from './rest-contents.ts';
import { page } from './rest-page.ts';
import type { Asked, Needed, Route } from './rest-routes.ts';

const READ_PULLS: readonly Needed[] = [{ scope: 'pull-requests', level: 'read' }];
/** A pull request is an issue too, so either permission will do. */
const comments = (level: Needed['level']): readonly Needed[] =>
  ['issues', 'pull-requests'].map((scope) => ({ scope, level }));
const COMMENTS = '/issues/comments';

export const PULL_ROUTES: readonly Route[] = [
  { method: 'GET', path: /^\/pulls$/, needs: READ_PULLS, page: '/pulls/pulls#list-pull-requests', answer: list },
  { method: 'GET', path: /^\/pulls\/(\d+)$/, needs: READ_PULLS, page: '/pulls/pulls#get-a-pull-request', answer: one },
  {
    method: 'GET',
    path: /^\/pulls\/(\d+)\/files$/,
    needs: READ_PULLS,
    page: '/pulls/pulls#list-pull-requests-files',
    answer: files,
  },
  {
    method: 'GET',
    path: /^\/commits\/([^/]+)\/pulls$/,
    needs: READ_PULLS,
    page: '/commits/commits#list-pull-requests-associated-with-a-commit',
    answer: ofCommit,
  },
  {
    method: 'GET',
    path: /^\/issues\/(\d+)\/comments$/,
    needs: comments('read'),
    page: `${COMMENTS}#list-issue-comments`,
    answer: listComments,
  },
  {
    method: 'POST',
    path: /^\/issues\/(\d+)\/comments$/,
    needs: comments('write'),
    page: `${COMMENTS}#create-an-issue-comment`,
    answer: createComment,
  },
  {
    method: 'GET',
    path: /^\/issues\/comments\/(\d+)$/,
    needs: comments('read'),
    page: `${COMMENTS}#get-an-issue-comment`,
    answer: (asked) => withComment(asked, (comment) => ({ status: 200, body: commentView(comment, asked.url) })),
  },
  {
    method: 'PATCH',
    path: /^\/issues\/comments\/(\d+)$/,
    needs: comments('write'),
    page: `${COMMENTS}#update-an-issue-comment`,
    answer: updateComment,
  },
  {
    method: 'DELETE',
    path: /^\/issues\/comments\/(\d+)$/,
    needs: comments('write'),
    page: `${COMMENTS}#delete-an-issue-comment`,
    answer: (asked) =>
      withComment(asked, (comment) => {
        asked.world.conversation.remove(comment);
        return { status: 204 };
      }),
  },
];

function list(asked: Asked): Answer {
  const { repository, query } = asked;
  const [head, base] = [query.get('head'), query.get('base')];
  const found = repository.pulls.filter(
    (pull) => (head === null || label(pull, repository) === head) && (base === null || pull.base === base),
  );
  return page(
    found.map((pull) => pullView(pull, repository)),
    asked,
    '/pulls',
  );
}

function one({ repository, parts: [number] }: Asked): Answer {
  const pull = repository.pulls.find((each) => each.number === Number(number));
  return pull === undefined ? NOT_FOUND : { status: 200, body: pullView(pull, repository) };
}

function files(asked: Asked): Answer {
  const { repository, parts } = asked;
  const pull = repository.pulls.find((each) => each.number === Number(parts[0]));
  if (pull === undefined) return NOT_FOUND;
  const [base, head] = [repository.tip(pull.base), repository.tip(pull.head)];
  return page(filesView(repository.commonAncestor(base, head), head), asked, `/pulls/${pull.number}/files`);
}

function ofCommit(asked: Asked): Answer {
  const { repository, parts } = asked;
  const found = repository.pulls.filter((pull) => repository.tip(pull.head).sha === parts[0]);
  return page(
    found.map((pull) => pullView(pull, repository)),
    asked,
    `/commits/${parts[0] ?? ''}/pulls`,
  );
}

/** As in `GET /pulls/7` and in what an event tells. */
export function pullView(pull: Pull, repository: Repository): Record<string, unknown> {
  const { number, title, base, head, fork } = pull;
  const [owner = ''] = repository.name.split('/');
  const from =
    fork === undefined ? repositoryView(repository) : { ...repositoryView(repository), full_name: fork, fork: true };
  const merged = repository.merge(pull);
  const user = { login: fork?.split('/')[0] ?? 'octocat', id: 583_231, type: 'User' };
  return {
    number,
    title,
    state: 'open',
    draft: false,
    user,
    author_association: fork === undefined ? 'MEMBER' : 'FIRST_TIME_CONTRIBUTOR',
    html_url: `https://github.com/${repository.name}/pull/${number}`,
    mergeable: merged !== undefined,
    merge_commit_sha: merged?.sha ?? null,
    base: { ref: base, label: `${owner}:${base}`, sha: repository.tip(base).sha, repo: repositoryView(repository) },
    head: { ref: head.replace(/^.*:/, ''), label: label(pull, repository), sha: repository.tip(head).sha, repo: from },
  };
}

function label({ head }: Pull, repository: Repository): string {
  return head.includes(':') ? head : `${repository.name.split('/')[0] ?? ''}:${head}`;
}

function hasIssue({ repository, parts: [number] }: Asked): boolean {
  return repository.pulls.some((pull) => pull.number === Number(number));
}

function listComments(asked: Asked): Answer {
  if (!hasIssue(asked)) return NOT_FOUND;
  const { world, repository, parts } = asked;
  const found = world.conversation.on(repository.name, Number(parts[0]));
  return page(
    found.map((comment) => commentView(comment, asked.url)),
    asked,
    `/issues/${parts[0] ?? ''}/comments`,
  );
}

function createComment(asked: Asked): Answer {
  if (!hasIssue(asked)) return NOT_FOUND;
  const { world, repository, parts, url } = asked;
  return withBody(asked, 'create', (body) => {
    const comment = world.conversation.add(repository.name, Number(parts[0]), body);
    return { status: 201, body: commentView(comment, url) };
  });
}

function updateComment(asked: Asked): Answer {
  return withComment(asked, (comment) =>
    withBody(asked, 'update', (body) => {
      comment.body = body;
      comment.updatedAt = new Date().toISOString();
      return { status: 200, body: commentView(comment, asked.url) };
    }),
  );
}

function withComment({ world, repository, parts: [id] }: Asked, answer: (comment: Comment) => Answer): Answer {
  const comment = world.conversation.find(repository.name, Number(id));
  return comment === undefined ? NOT_FOUND : answer(comment);
}

/** GitHub takes no longer ones. */
const LONGEST_COMMENT = 65_536;

function withBody({ body }: Asked, what: 'create' | 'update', answer: (body: string) => Answer): Answer {
  const text = (body as { readonly body?: unknown } | undefined)?.body;
  const docs = `${COMMENTS}#${what}-an-issue-comment`;
  if (typeof text !== 'string' || text.trim() === '')
    return invalid('IssueComment', 'body', "body can't be blank", docs);
  if (text.length > LONGEST_COMMENT)
    return invalid('IssueComment', 'body', `body is too long (maximum is ${LONGEST_COMMENT} characters)`, docs);
  return answer(text);
}

function commentView({ id, repository, issue, author, body, createdAt, updatedAt }: Comment, url: string): object {
  const isBot = author === BOT;
  return {
    id,
    html_url: `https://github.com/${repository}/pull/${issue}#issuecomment-${id}`,
    issue_url: `${url}/repos/${repository}/issues/${issue}`,
    user: { login: author, id: isBot ? 41_898_282 : 583_231, type: isBot ? 'Bot' : 'User' },
    body,
    created_at: createdAt,
    updated_at: updatedAt,
    author_association: isBot ? 'NONE' : 'MEMBER',
    performed_via_github_app: isBot ? { slug: 'github-actions', id: 15_368 } : null,
  };
}
